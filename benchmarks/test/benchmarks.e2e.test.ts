import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldmart-benchmarks-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function bench(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { cwd: folder });
  return stdout;
}

describe.each([
  ['persist', ['foldmart', 'hand-written', 'one-by-one']],
  ['publish', ['foldmart', 'kafkajs']],
])('npm run bench -- --only %s', (name, contenders) => {
  it('runs every contender and reports the ratio of Foldmart to each other one', async () => {
    const printed = await bench('--only', name, '--messages', '600', '--rounds', '1');
    const ratios = [...printed.matchAll(/foldmart \/ this: (\d+\.\d+)/g)].map(([, ratio]) =>
      Number(ratio),
    );
    expect(ratios).toHaveLength(contenders.length - 1);
    for (const ratio of ratios) expect(ratio).toBeGreaterThan(0);
    const csv = readFileSync(join(folder, `reports/benchmark-${name}.csv`), 'utf8');
    expect(csv.match(/^\w+,([\w-]+),1,/gm)).toEqual(contenders.map((each) => `${name},${each},1,`));
  });
});

it('npm run bench -- --only rebuild: rebuilds every plan while others write, and loads from a snapshot', async () => {
  const printed = await bench('--only', 'rebuild', '--messages', '3000');
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
  await expect(bench('--only', 'flying')).rejects.toThrow('--only persist|publish');
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

it('prints its usage when it is asked for help', async () => {
  expect(await bench('--help')).toContain('npm run bench -- [--only persist|publish');
});
