import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldmart, foldmartJson, startFoldmart } from './support/foldmart.js';

const small = ['--users', '200', '--products', '200'];

describe('foldmart start without settings', () => {
  it('ends by itself with a summary in which every published event was persisted', async () => {
    const summary = await foldmartJson(['start', ...small, '--rate', '500', '--duration', '2']);
    const { published } = summary as { published: number };
    expect(published).toBeGreaterThan(100);
    expect(summary).toEqual({
      published,
      persisted: published,
      duplicates: 0,
      conflicts: 0,
      deadLetters: 0,
      lag: 0,
    });
  });

  it('reports its progress in lines at human speed', async () => {
    const page = { DASHBOARD: 'true', DASHBOARD_PORT: '0' };
    const run = ['start', ...small, '--duration', '1'];
    const { code, stderr, stdout } = await foldmart(run, page);
    expect(code).toBe(0);
    expect(stderr).toContain('order_consumer_3 started\ntotal 9 consumers started\n');
    expect(stderr).toMatch(
      /\[\d\d:\d\d:\d\d\] orders published: (\d+)\/\1 ok \| total: \d+ \| TPS: /,
    );
    expect(stderr).toContain('cache refresh #1 done - users: 200, products: 200\n');
    const shown = new Set(`${stderr}${stdout}`.split('\n').map(withoutFigures));
    for (const line of sampleInReadme()) expect(shown).toContain(withoutFigures(line));
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('finishes the work in flight on %s', async (signal) => {
    const running = startFoldmart(['start', ...small, '--rate', '200', '-o', 'json']);
    await running.shows('orders published');
    running.kill(signal);
    const { code, stdout } = await running.finished;
    const { published, persisted } = JSON.parse(stdout) as Record<string, number>;
    expect({ code, persisted }).toEqual({ code: 0, persisted: published });
  });

  it('verifies its rows at the end', async () => {
    const run = [
      'start',
      ...small,
      '--rate',
      'max',
      '--orders',
      '300',
      '--seed',
      'hash',
      '--verify',
    ];
    const first = (await foldmartJson(run)) as { stateHash: string; events: number };
    expect(first).toMatchObject({ differences: [], differenceCount: 0 });
    expect(first.events).toBeGreaterThanOrEqual(700);
    expect(await foldmartJson(run)).toMatchObject({ stateHash: first.stateHash });
  });

  it('gives the same result for the same seed', async () => {
    const run = ['start', ...small, '--orders', '300', '--rate', 'max', '--seed', 'e2e'];
    expect(await foldmartJson(run)).toMatchObject({
      published: 300,
      persisted: 300,
      duplicates: 0,
    });
  });

  it('writes directly to the store if the queue is switched off', async () => {
    const run = ['start', ...small, '--orders', '300', '--rate', 'max'];
    const summary = await foldmartJson(run, { KAFKA_ENABLED: 'false' });
    expect(summary).toMatchObject({ published: 300, persisted: 300, lag: 0 });
  });
});

/** The lines of the README that show a run. */
function sampleInReadme(): readonly string[] {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, sample = ''] = /```\n(shop started:[^`]+)\n```/.exec(readme) ?? [];
  const lines = sample.split('\n').filter((line) => line !== '...');
  expect(lines.length).toBeGreaterThan(5);
  return lines;
}

/** A line without what differs from run to run: numbers and the spaces that align them. */
function withoutFigures(line: string): string {
  return line
    .replace(/[\d.]+/g, '0')
    .replace(/ +/g, ' ')
    .trimEnd();
}
