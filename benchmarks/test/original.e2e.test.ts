import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tracesOf } from './services.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldmart-benchmarks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a benchmark; resolves with what it printed and the process id that its names have. */
function bench(
  ...args: readonly string[]
): Promise<{ readonly printed: string; readonly pid: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { cwd: folder });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('close', (code) => {
      if (code === 0) resolve({ printed, pid: child.pid ?? 0 });
      else reject(new Error(said));
    });
  });
}

function rowsOf(name: string): readonly (readonly string[])[] {
  const csv = readFileSync(join(folder, `reports/benchmark-${name}.csv`), 'utf8');
  return csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

function chartOf(name: string): string {
  return readFileSync(join(folder, `reports/benchmark-${name}.svg`), 'utf8');
}

describe.concurrent('the benchmarks of the original', { timeout: 300_000 }, () => {
  it('kafka: every way to write is measured and drawn', async () => {
    const { printed, pid } = await bench('kafka', '--messages', '200', '--rounds', '1');
    const names = ['through Kafka', 'direct', 'direct by hand', 'direct one by one'];
    for (const name of names) {
      expect(printed).toMatch(new RegExp(`${name} .*persisted [\\d,.]+/s .* ms`));
      expect(chartOf('kafka')).toContain(`>${name}<`);
    }
    expect(rowsOf('kafka')).toHaveLength(names.length);
    expect(await tracesOf(pid)).toEqual([]);
  });

  it('realtime: each second is counted, and everything published is persisted', async () => {
    const size = ['--users', '50', '--products', '50'];
    const { printed, pid } = await bench('realtime', '--duration', '2', '--rate', '20', ...size);
    const [, published, persisted] =
      /published (\d+), persisted (\d+), lag at the end 0/.exec(printed) ?? [];
    expect(Number(published)).toBeGreaterThan(0);
    expect(persisted).toBe(published);
    const rows = rowsOf('realtime');
    expect(rows.map(([second]) => second)).toEqual(['1', '2']);
    const sum = (column: number): number =>
      rows.reduce((total, row) => total + Number(row[column]), 0);
    expect(sum(1) + sum(2) + sum(3)).toBe(Number(published));
    expect(sum(4)).toBe(Number(persisted));
    expect(chartOf('realtime')).toContain('seconds since the start');
    expect(await tracesOf(pid)).toEqual([]);
  });

  it('cache: only look-ups without the cache query the database', async () => {
    const size = ['--users', '50', '--products', '50'];
    const { pid } = await bench('cache', '--duration', '1', ...size);
    const [cached, random, byId] = rowsOf('cache').map((row) => row.map(Number));
    expect(random?.[3]).toBe(random?.[2]);
    expect(byId?.[3]).toBe(byId?.[2]);
    expect(cached?.[4]).toBeGreaterThan(0);
    expect(chartOf('cache')).toContain('>from the cache<');
    expect(await tracesOf(pid)).toEqual([]);
  });
});
