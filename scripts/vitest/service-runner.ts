import { inject, TestRunner, type RunnerTestFile, type RunnerTestSuite } from 'vitest';

/** Skips what needs the real services where there are none, naming each file, before any hook runs. */
export default class ServiceRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    const services = inject('services');
    if (!('missing' in services)) return;
    for (const file of files) {
      process.stderr.write(`SKIPPED for want of the real services: ${file.name}\n`);
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
