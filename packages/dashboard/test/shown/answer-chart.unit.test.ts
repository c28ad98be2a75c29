import type { SqlAnswer } from '@foldmart/composition';
import { describe, expect, it } from 'vitest';
import { chartOf } from '../../src/shown/answer-chart.js';
import { prettyJson } from '../../src/shown/pretty-json.js';

const time = { name: 'at', kind: 'time' } as const;
const number = (name: string) => ({ name, kind: 'number' }) as const;
const text = (name: string) => ({ name, kind: 'text' }) as const;
const answer = (columns: SqlAnswer['columns'], rows: SqlAnswer['rows']): SqlAnswer => ({
  columns,
  rows,
  isCut: false,
});

const [one, two] = ['2026-02-03T14:00:00Z', '2026-02-03T14:01:00Z'];
const times = [Date.parse(one), Date.parse(two)];

describe('the chart of an answer', () => {
  it('has a line for each number, in the order of time', () => {
    const rows = [
      [two, '2', '-1.5'],
      [one, '1', null],
    ];
    expect(chartOf(answer([time, number('a'), number('b')], rows))).toEqual({
      times,
      lines: [
        { label: 'a', values: [1, 2] },
        { label: 'b', values: [null, -1.5] },
      ],
    });
  });

  it('has a line for each text, if there is one number', () => {
    const rows = [
      [one, 'lent', '3'],
      [two, 'lent', '4'],
      [two, null, '5'],
    ];
    expect(chartOf(answer([time, text('type'), number('n')], rows))).toEqual({
      times,
      lines: [
        { label: 'lent', values: [3, 4] },
        { label: 'null', values: [null, 5] },
      ],
    });
  });

  it('is left out for a list of things', () => {
    const rows = [
      [one, 'lent', 'book-1', '1'],
      [two, 'lent', 'book-2', '1'],
    ];
    const columns = [time, text('type'), text('stream'), number('version')];
    expect(chartOf(answer(columns, rows))).toBeUndefined();
  });

  it('is left out without times, numbers or a second time', () => {
    expect(chartOf(answer([number('n')], [['1'], ['2']]))).toBeUndefined();
    expect(chartOf(answer([time], [[one], [two]]))).toBeUndefined();
    expect(chartOf(answer([time, number('n')], [[one, '1']]))).toBeUndefined();
    expect(chartOf(answer([time, number('n')], [['infinity', '1']]))).toBeUndefined();
  });
});

it('JSON is shown with a value a line, unless that would change it', () => {
  expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  for (const kept of ['{"a":12345678901234567890}', '{"a": 1.0}', 'no JSON', '']) {
    expect(prettyJson(kept)).toBe(kept);
  }
});
