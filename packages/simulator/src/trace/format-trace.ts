import type { TraceEntry } from './run-log.js';

/** Which lines of a trace to show. */
export interface TraceFormat {
  /** The last so many lines; default all. */
  readonly last?: number;
  /** Leaves out calls and answers that went well; default false. */
  readonly isBrief?: boolean;
}

/** A trace as text, one line for each step: virtual seconds, process, what happened. */
export function formatTrace(
  entries: readonly TraceEntry[],
  { last = entries.length, isBrief = false }: TraceFormat = {},
): string {
  const shown = isBrief ? entries.filter(isTelling) : entries;
  return shown.slice(-last).map(formatEntry).join('\n');
}

function formatEntry(entry: TraceEntry): string {
  const { atMs, process, kind, what, detail } = entry;
  const time = (atMs / 1_000).toFixed(3).padStart(9);
  const text = kind === 'state' ? changeOf(entry) : detail === '' ? what : `${what}: ${detail}`;
  return `${time} s  ${process.padEnd(16)} ${labels[kind]} ${text}`;
}

function changeOf({ what, before = '', detail }: TraceEntry): string {
  if (before === '') return `${what}: ${detail}`;
  return detail === '' ? `${what}: gone, was ${before}` : `${what}: ${before} → ${detail}`;
}

const labels: Readonly<Record<TraceEntry['kind'], string>> = {
  call: '  ->',
  answer: '  <-',
  timer: '   .',
  fault: '  ##',
  process: '  ==',
  window: '  ##',
  work: '   *',
  log: '   !',
  state: '  +-',
  failure: '  XX',
};

function isTelling({ kind, detail }: TraceEntry): boolean {
  return (
    kind !== 'call' && kind !== 'timer' && kind !== 'state' && (kind !== 'answer' || detail !== '')
  );
}
