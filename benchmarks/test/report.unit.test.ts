import { describe, expect, it } from 'vitest';
import type { RowResult } from '../src/frame/row-result.js';
import { csvOf } from '../src/report/csv.js';
import { describeRow } from '../src/report/describe-row.js';
import { selectionOf, tableOf } from '../src/report/markdown.js';
import { pageOf } from '../src/report/page.js';
import { mergeReports, type RunReport } from '../src/report/run-report.js';
import { summarize } from '../src/report/summary.js';
import { replaceMeasured } from '../src/report/write-docs.js';

const sample = (rate: number, p50: number, cpu = 10, server: number | null = 4) => ({
  values: { rate, p50 },
  clientCpuMicros: cpu,
  serverCpuMicros: server,
});

const contender = (name: string, samples: RowResult['contenders'][number]['samples']) => ({
  name,
  how: `by <${name}>`,
  samples,
  peakMemoryBytes: 2 ** 20,
});

const row: RowResult = {
  row: 'append',
  about: 'append & wait',
  counted: 'events',
  size: 1_000,
  measures: [
    { key: 'rate', unit: '/s', better: 'higher' },
    { key: 'p50', unit: 'ms', better: 'lower' },
  ],
  aims: [
    { against: 'bare', ratio: 0.9 },
    { against: 'bare', measure: 'p50', ratio: 3 },
  ],
  contenders: [
    contender('foldmart', [sample(100, 2), sample(300, 2), sample(200, 2)]),
    contender('bare', [sample(100, 4), sample(100, 4), sample(400, 4)]),
    { ...contender('broken', []), failure: 'no route\n    at stack' },
  ],
};

const report: RunReport = {
  format: 1,
  startedAt: '2026-02-03T14:30:00.000Z',
  minutes: 3,
  scale: 'full',
  rounds: 3,
  machine: {
    cpu: 'Z80',
    cores: 2,
    memoryGib: 24,
    node: '20.19.0',
    postgres: '15.1',
    redis: '7.0',
    kafka: '4.1',
    kafkaBrokers: 3,
  },
  rows: [row],
};

describe('the summary of a row', () => {
  const [ours, bare, broken, , slower] = summarize(row);

  it('has the median and the range of the rounds', () => {
    expect(ours).toMatchObject({ median: 200, least: 100, most: 300, clientCpu: 10, serverCpu: 4 });
    expect(ours?.ratio).toBeUndefined();
  });

  it('compares round by round, and not the medians', () => {
    expect(bare?.ratio).toBe(1);
    expect(bare?.aim).toBe(0.9);
  });

  it('has a ratio above 1 if Foldmart takes less of what should be low', () => {
    expect(slower).toMatchObject({ ratio: 2, aim: 3 });
  });

  it('has a ratio of 1 if both are 0', () => {
    const none = {
      ...row,
      contenders: row.contenders.map(({ name }) => contender(name, [sample(0, 0)])),
    };
    expect(summarize(none)[1]?.ratio).toBe(1);
  });

  it('knows no CPU of services if it cannot be read', () => {
    const unread = { ...row, contenders: [contender('foldmart', [sample(1, 1, 1, null)])] };
    expect(summarize(unread)[0]?.serverCpu).toBeNull();
  });

  it('keeps why a contender failed', () => {
    expect(broken?.failure).toContain('no route');
  });
});

describe('the reports', () => {
  it('describe a row with its aims', () => {
    const text = describeRow(row);
    expect(text).toContain('foldmart / this: 1.00 (aim 0.9)');
    expect(text).toContain('foldmart / this: 2.00 (aim 3, missed)');
    expect(text).toContain('failed: no route');
    expect(text).not.toContain('at stack');
  });

  it('have a line of CSV for each round in each measure', () => {
    const lines = csvOf(report).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 6 * 2);
    expect(lines[1]).toBe('append,foldmart,1,rate,100,/s,10,4');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['-2,5', `"'-2,5"`],
    ['plain', 'plain'],
  ])('has no cell that a spreadsheet would run: %j is %j', (name, cell) => {
    const named = { ...row, contenders: [contender(name, [sample(1, 1)])] };
    expect(csvOf({ ...report, rows: [named] })).toContain(`append,${cell},1,rate,1,/s,`);
  });

  it('have a table whose lines are of one width', () => {
    const lines = tableOf(report).split('\n');
    expect(lines).toHaveLength(2 + 6);
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  });

  it('have a short table of what it names', () => {
    const table = selectionOf(report, { append: ['bare', 'broken'], unknown: ['x'] });
    expect(table.split('\n')).toHaveLength(3);
    expect(table).toContain('| append & wait | 200/s    | by <bare> | 100/s | 1.00  |');
  });

  it('have one page that needs nothing else and escapes what it shows', () => {
    const page = pageOf(report);
    expect(page).toContain('append &amp; wait');
    expect(page).toContain('by &lt;bare&gt;');
    expect(page).toContain('Z80');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/<script|<link|src=|NaN|undefined|Infinity/);
  });

  it('are put together: later rows win, and others stay', () => {
    const again = { ...row, size: 2 };
    const other = { ...row, row: 'load' };
    const merged = mergeReports([
      { ...report, rows: [row, other] },
      { ...report, rows: [again], minutes: 4 },
    ]);
    expect(merged.rows).toEqual([again, other]);
    expect(merged.minutes).toBe(7);
  });

  it('replace what stands between the markers, and nothing else', () => {
    const text = 'a\n<!-- measured: npm run bench -- --docs -->\nold\n<!-- end of measured -->\nz';
    const replaced = replaceMeasured(text, 'new $1', 'x.md');
    expect(replaced).toBe(text.replace('\nold\n', '\n\nnew $1\n\n').replace('$1', () => '$1'));
    expect(() => replaceMeasured('no markers', 'new', 'x.md')).toThrow('x.md has no markers');
  });
});
