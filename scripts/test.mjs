import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2);
const isFull = given.includes('--full');
const selection = given.filter((argument) => argument !== '--full');
const env = {
  ...process.env,
  FOLDMART_TEST_RUN: randomUUID(),
  ...(isFull ? { FOLDMART_FULL: '1' } : {}),
};

process.exitCode = runNode('scripts/build/main.mjs', []) || testEverything();

/** The meta-test reads the reports of the run before it, so it must follow a complete run. */
function testEverything() {
  rmSync(new URL('../reports/', import.meta.url), { recursive: true, force: true });
  const main = vitest('main', ['--project=!meta', ...selection]);
  const meta = selection.length > 0 ? 0 : vitest('meta', ['--project=meta']);
  return main || meta;
}

function vitest(report, options) {
  const outputFile = `--outputFile.json=reports/vitest-${report}.json`;
  return runNode('node_modules/vitest/vitest.mjs', ['run', outputFile, ...options]);
}

function runNode(tool, options) {
  const script = fileURLToPath(new URL(`../${tool}`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...options], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return status ?? 1;
}
