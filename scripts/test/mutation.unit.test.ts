import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { inOrderOfCost } from '../mutation/cheap-first.js';
import { earlierResults } from '../mutation/earlier-results.mjs';
import { partsNamed } from '../mutation/parts.mjs';
import { ProgressReporter } from '../mutation/progress-reporter.mjs';
import { scoreOf, survivorsOf, tableOf } from '../mutation/scores.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

function mutant(status: string, line = 1) {
  return {
    status,
    mutatorName: 'StringLiteral',
    replacement: '"a\nb"',
    location: { start: { line, column: 3 } },
  };
}

const report = {
  files: {
    'a.ts': { mutants: [mutant('Killed'), mutant('Timeout'), mutant('Survived', 7)] },
    'b.ts': { mutants: [mutant('NoCoverage', 9), mutant('CompileError'), mutant('Killed')] },
  },
};

it('a mutant that no test runs has survived, and one that cannot be compiled does not count', () => {
  const score = scoreOf('commands', report);
  expect(score).toEqual({ part: 'commands', killed: 2, timedOut: 1, survived: 2 });
  expect(tableOf([score]).split('\n').at(-1)).toBe('| commands | 5 | 2 | 1 | 2 | 60.0 % |');
});

it('survivors are listed with their place', () => {
  expect(survivorsOf(report)).toEqual([
    'a.ts:7:3 StringLiteral => "a b"',
    'b.ts:9:3 StringLiteral => "a b"',
  ]);
});

it('a run keeps earlier results, and forgets what has survived if it is to be tried again', () => {
  const test = { tests: [{ id: 'a', name: 'it holds' }] };
  const known = { ...report, schemaVersion: '1.0', testFiles: { 'a.test.ts': test } };
  const withSource = { ...known, testFiles: { 'a.test.ts': { ...test, source: 'it()' } } };
  expect(earlierResults(withSource, { isAgain: false })).toEqual(known);
  expect(earlierResults(withSource, { isAgain: true })).toEqual({
    ...known,
    files: {
      'a.ts': { mutants: [mutant('Killed'), mutant('Timeout')] },
      'b.ts': { mutants: [mutant('CompileError'), mutant('Killed')] },
    },
  });
});

it('each part is a folder of the core, and another name is refused', () => {
  for (const { name } of partsNamed([])) {
    expect(existsSync(`${root}packages/core/src/${name}`)).toBe(true);
  }
  expect(() => partsNamed(['command'])).toThrow('there is no such part, but commands');
});

it('unit tests run before properties, and slow files last, in the order of the list', () => {
  const names = ['group.prop', 'suite.unit', 'b.prop', 'b.unit', 'a.prop', 'a.unit'];
  const files = names.map((name) => ({ moduleId: `/core/${name}.test.ts` }));
  const sorted = inOrderOfCost(files, ['suite.unit.test.ts', 'group.prop.test.ts']);
  const order = sorted.map(({ moduleId }) => moduleId.slice('/core/'.length, -'.test.ts'.length));
  expect(order).toEqual(['b.unit', 'a.unit', 'b.prop', 'a.prop', 'suite.unit', 'group.prop']);
});

it('every slow file exists', () => {
  for (const { slow } of partsNamed([])) {
    for (const file of slow) expect(found(file), file).toHaveLength(1);
  }
  function found(file: string) {
    const folders = ['packages/core/test', 'packages/adapters-memory/test'];
    const all = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }),
    );
    return all.filter((path) => path.endsWith(file));
  }
});

it('what a run has found so far is in a file from which the next one resumes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  });
  const incrementalFile = join(folder, 'reports/part.progress.json');
  const reporter = new ProgressReporter({ incrementalFile });
  const [source, test] = ['scripts/mutation/parts.mjs', 'scripts/test/mutation.unit.test.ts'];
  const tests = [{ id: 'a', name: 'it holds', fileName: join(root, test) }];
  reporter.onDryRunCompleted({ result: { tests } });
  const known = { ...mutant('Survived'), id: '1', coveredBy: ['a'] };
  const found = { ...mutant('Killed'), id: '2', killedBy: ['a'], coveredBy: ['a'] };
  vi.setSystemTime(0);
  reporter.onMutationTestingPlanReady();
  reporter.onMutantTested({ ...known, fileName: join(root, source) });
  expect(existsSync(incrementalFile), 'until all that is known has come').toBe(false);
  vi.setSystemTime(5_000);
  reporter.onMutantTested({ ...found, fileName: join(root, source) });
  const written: unknown = JSON.parse(readFileSync(incrementalFile, 'utf8'));
  expect(written).toMatchObject({
    schemaVersion: '1.0',
    files: {
      [source]: { source: readFileSync(join(root, source), 'utf8'), mutants: [known, found] },
    },
    testFiles: { [test]: { tests: [{ id: 'a', name: 'it holds' }] } },
  });
});

it('the tool has a lockfile of its own, without install scripts and registry addresses', () => {
  const lock = readFileSync(`${root}scripts/mutation/package-lock.json`, 'utf8');
  expect(lock).not.toMatch(/hasInstallScript|"resolved": "https?:/);
  expect(lock).toContain('@stryker-mutator/core');
});
