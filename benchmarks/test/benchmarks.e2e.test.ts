import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReport } from '../src/report/run-report.js';
import { rows } from '../src/rows/index.js';
import { tracesOf } from './services.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldmart-benchmarks-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function bench(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { cwd: folder });
  return stdout;
}

/** Runs every row once, as small as it can be. */
function checkRows(): Promise<{ readonly said: string; readonly pid: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, '--check'], { cwd: folder });
    let said = '';
    child.stdout.resume();
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('close', (code) => {
      if (code === 0) resolve({ said, pid: child.pid ?? 0 });
      else reject(new Error(said));
    });
  });
}

describe('npm run bench -- --check', { timeout: 300_000 }, () => {
  it('runs every contender of every row, reports all of them, and leaves nothing behind', async () => {
    const { pid } = await checkRows();
    const path = join(folder, 'reports/benchmark.json');
    const report = parseReport(readFileSync(path, 'utf8'), path);
    expect(report.rows.map(({ row }) => row)).toEqual(rows.map(({ name }) => name));
    for (const [index, { row, measures, contenders }] of report.rows.entries()) {
      const wanted = rows[index]?.contenders.filter((each) => each.isLeftOutOfChecks !== true);
      expect(contenders.map(({ name }) => name)).toEqual(wanted?.map(({ name }) => name));
      for (const { name, samples } of contenders) {
        expect(samples, `${row} ${name}`).toHaveLength(1);
        for (const { key } of measures) {
          expect(samples[0]?.values[key], `${row} ${name} ${key}`).toBeGreaterThanOrEqual(0);
        }
      }
    }
    const page = readFileSync(join(folder, 'reports/benchmark.html'), 'utf8');
    for (const { name } of rows) expect(page).toContain(`<section id="${name}">`);
    expect(await tracesOf(pid)).toEqual([]);
  });

  it('--from writes the reports again', async () => {
    const path = join(folder, 'reports/benchmark.html');
    const before = readFileSync(path, 'utf8');
    rmSync(path);
    await bench('--from', 'reports/benchmark.json');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});

it('npm run bench rebuild: rebuilds every plan while others write, and loads from a snapshot', async () => {
  const printed = await bench('rebuild', '--messages', '3000');
  for (const plan of ['activity\\+products\\+users', 'orders', 'sales', 'spending']) {
    expect(printed).toMatch(new RegExp(`${plan}: \\d+ events in .* peak \\d+ MiB`));
    expect(printed).toMatch(new RegExp(`writers while ${plan}: [1-9]\\d* writes`));
  }
  expect(printed).toMatch(/writers alone: [1-9]\d* writes/);
  expect(printed).toMatch(/loading 10001 events by a snapshot/);
  const csv = readFileSync(join(folder, 'reports/benchmark-rebuild.csv'), 'utf8');
  expect(csv.trimEnd().split('\n')).toHaveLength(1 + 4 * 10);
});

it('lists the known benchmarks when it is given an unknown one', async () => {
  await expect(bench('--only', 'flying')).rejects.toThrow('there are messaging, events');
});

it.each([['--messages', 'many'], ['--rounds', '1.5'], ['--bogus'], ['extra']])(
  'refuses %s %s without a stack',
  async (...args) => {
    await expect(bench(...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.not.stringContaining('    at ') as string,
    });
  },
);

it.each([
  ['no-such.json', 'no-such.json'],
  [main, 'is not JSON'],
])('says what is wrong with --from %s', async (path, reason) => {
  await expect(bench('--from', path)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(reason) as string,
  });
});

it('prints its usage when it is asked for help', async () => {
  expect(await bench('--help')).toContain('npm run bench [-- --only <rows or groups');
});
