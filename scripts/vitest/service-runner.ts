import { inject, TestRunner, type RunnerTestFile, type RunnerTestSuite } from 'vitest';

/**
 * Skips tests that need the real services if there are none. Prints the name of each skipped file
 * before any hook runs.
 */
export default class ServiceRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    const services = inject('services');
    if (!('missing' in services)) return;
    for (const file of files) {
      process.stderr.write(`SKIPPED because the real services are not running: ${file.name}\n`);
      skip(file);
    }
  }
}

function skip(suite: RunnerTestSuite): void {
  suite.mode = 'skip';
  for (const task of suite.tasks) {
    task.mode = 'skip';
    if (task.type === 'suite') skip(task);
  }
}
