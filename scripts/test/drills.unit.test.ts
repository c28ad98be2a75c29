import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../drills.d/arguments.mjs';
import { drillTable, projectOf, quickRows } from '../drills.d/drill-table.mjs';
import { outcomesOf } from '../drills.d/outcomes.mjs';
import { markdown } from '../drills.d/report.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const table = drillTable();

/** The files in which a suite's tests are named: a conformance test takes its names from the cases. */
function sourcesOf(file: string): string {
  const folder = join(root, 'packages/conformance/src');
  const cases = file.includes('.conformance.')
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .map((path) => join(folder, path))
    : [];
  return [join(root, file), ...cases].map((path) => readFileSync(path, 'utf8')).join('\n');
}

describe('the table of drills', () => {
  it('has at least one test for each row, and each row once', () => {
    expect(table.length).toBeGreaterThan(30);
    expect(new Set(table.map(({ row }) => row)).size).toBe(table.length);
    expect(table.filter(({ suites }) => suites.flatMap(({ tests }) => tests).length === 0)).toEqual(
      [],
    );
  });

  it('names tests that exist', () => {
    const missing = table.flatMap(({ row, suites }) =>
      suites.flatMap(({ file, tests }) => {
        const source = sourcesOf(file);
        return tests.filter((name) => !source.includes(name)).map((name) => ({ row, file, name }));
      }),
    );
    expect(missing).toEqual([]);
  });

  it('knows which project runs a file', () => {
    expect(projectOf('packages/cli/test/a.drill.test.ts')).toBe('drill');
    expect(projectOf('packages/adapters-memory/test/a.conformance.unit.test.ts')).toBe('unit');
    expect(projectOf('packages/adapters-kafka/test/a.conformance.int.test.ts')).toBe('int');
    expect(projectOf('packages/core/test/a.prop.test.ts')).toBe('unit');
  });
});

describe('the command', () => {
  it('runs all rows, or those that are asked for', () => {
    expect(readArguments([], table).rows).toEqual(table);
    expect(readArguments(['--only', '15, 3'], table).rows?.map(({ row }) => row)).toEqual([15, 3]);
  });

  it('leaves out what is long if it must be quick', () => {
    const quick = readArguments(['--quick'], table).rows ?? [];
    expect(quick).toEqual(quickRows(table));
    expect(quick.flatMap(({ suites }) => suites).some(({ isLong }) => isLong)).toBe(false);
    expect(readArguments(['--quick', '--only', '4'], table).problem).toContain('--quick');
  });

  it('takes a seed, and chooses one otherwise', () => {
    expect(readArguments(['--seed', 'a-1'], table).seed).toBe('a-1');
    expect(readArguments([], table).seed).not.toBe(readArguments([], table).seed);
    expect(readArguments(['--seed', 'two words'], table).problem).toContain('--seed');
  });

  it('refuses a row that does not exist, and an option that it does not know', () => {
    expect(readArguments(['--only', '99'], table).problem).toContain(
      'no row "99"; the rows are 1,',
    );
    expect(readArguments(['--fast'], table).problem).toContain('--fast');
  });
});

describe('a row', () => {
  const file = 'packages/cli/test/a.e2e.test.ts';
  const rows = [{ row: 1, fault: 'a fault', suites: [{ file, tests: ['is exact', 'is seen'] }] }];
  const run = (name: string, status: string) => ({
    ...{ file, name, status, seconds: 1.25 },
    figures: { messages: 3_000 },
  });

  it('passes if each of its tests ran and passed, and has their figures', () => {
    const outcomes = outcomesOf(rows, [run('a is exact', 'passed'), run('a is seen', 'passed')]);
    expect(outcomes).toMatchObject([
      { result: 'passed', tests: 2, seconds: 2.5, failures: [], figures: { messages: 3_000 } },
    ]);
    expect(markdown(outcomes, 'a')).toContain(
      '| 1 | a fault | passed | 2 | 2.5 | messages 3,000 |',
    );
  });

  it('fails if a test fails', () => {
    const outcomes = outcomesOf(rows, [run('a is exact', 'failed'), run('a is seen', 'passed')]);
    expect(outcomes).toMatchObject([{ result: 'failed', failures: ['a is exact'] }]);
  });

  it.each(['skipped', 'pending', 'todo'])('fails if a test is %s', (status) => {
    const outcomes = outcomesOf(rows, [run('a is exact', 'passed'), run('a is seen', status)]);
    expect(outcomes).toMatchObject([{ result: 'failed', failures: ['is seen (did not run)'] }]);
  });
});
