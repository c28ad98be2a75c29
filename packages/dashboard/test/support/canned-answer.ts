import type { SqlAnswer } from '@foldmart/composition';

/** Numbers of three types of events over an hour; one type is a formula, one is markup. */
export function cannedAnswer(markup: string): SqlAnswer {
  const types = ['=1+1', 'lent', markup];
  const rows = Array.from({ length: 61 }, (_, nth) => {
    const at = new Date(Date.UTC(2026, 1, 3, 14, nth)).toISOString();
    return [at, types[nth % 3] ?? '', String(Math.round(40 + 30 * Math.sin(nth / 7) + (nth % 5)))];
  });
  return {
    columns: [
      { name: 'minute', kind: 'time' },
      { name: 'type', kind: 'text' },
      { name: 'events', kind: 'number' },
    ],
    rows,
    isCut: false,
  };
}
