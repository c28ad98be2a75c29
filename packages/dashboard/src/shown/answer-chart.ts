import type { SqlAnswer } from '@foldmart/composition';
import type { SeriesValues } from '../views/overview-view.js';

/** The lines that an answer draws. */
export interface AnswerChart {
  /** In milliseconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly { readonly label: string; readonly values: SeriesValues }[];
}

const mostLines = 8;

/**
 * Draws numbers over the first column of times. With one number and one text, each text is a line of its own. Undefined if
 * there is nothing to draw, or if several texts make the rows a list of things.
 */
export function chartOf({ columns, rows }: SqlAnswer): AnswerChart | undefined {
  const places = (kind: string) =>
    columns.flatMap((each, nth) => (each.kind === kind ? [nth] : []));
  const [time] = places('time');
  const numbers = places('number').slice(0, mostLines);
  const [number] = numbers;
  if (time === undefined || number === undefined) return undefined;
  const texts = places('text');
  const [text] = texts;
  if (texts.length > 1) return undefined;
  const isByText = numbers.length === 1 && text !== undefined;
  const points = rows.flatMap((row) => {
    const at = Date.parse(row[time] ?? '');
    if (Number.isNaN(at)) return [];
    return isByText
      ? [{ at, label: row[text] ?? 'null', value: row[number] }]
      : numbers.map((each) => ({ at, label: columns[each]?.name ?? '', value: row[each] }));
  });
  const times = [...new Set(points.map(({ at }) => at))].sort((one, other) => one - other);
  if (times.length < 2) return undefined;
  const indexOf = new Map(times.map((at, nth) => [at, nth]));
  const lines = new Map<string, (number | null)[]>();
  for (const { at, label, value } of points) {
    if (!lines.has(label) && lines.size === mostLines) continue;
    const values = lines.get(label) ?? new Array<number | null>(times.length).fill(null);
    values[indexOf.get(at) ?? 0] = numberIn(value);
    lines.set(label, values);
  }
  return { times, lines: [...lines].map(([label, values]) => ({ label, values })) };
}

function numberIn(text: string | null | undefined): number | null {
  const value = text === null || text === undefined ? Number.NaN : Number(text);
  return Number.isNaN(value) ? null : value;
}
