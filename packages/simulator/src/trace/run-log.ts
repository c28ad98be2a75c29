/** What a line of a trace tells. */
export type TraceKind =
  | 'call'
  | 'answer'
  | 'timer'
  | 'fault'
  | 'process'
  | 'window'
  | 'work'
  | 'log'
  | 'state'
  | 'failure';

/** One line of a trace. */
export interface TraceEntry {
  /** Virtual milliseconds since the start of the run. */
  readonly atMs: number;
  /** The process that it happened to, with the number of its start; empty for the whole system. */
  readonly process: string;
  readonly kind: TraceKind;
  /** The port and its method, or the name of what happened. */
  readonly what: string;
  readonly detail: string;
  /** Of a change of state: what was there before, as `detail` is what is there now. Empty for nothing. */
  readonly before?: string;
}

/** Everything that happened in a run, in order. */
export class RunLog {
  readonly entries: TraceEntry[] = [];

  add(entry: TraceEntry): void {
    this.entries.push(entry);
  }

  /** A hash of everything that happened: equal for equal runs. */
  hash(): string {
    let [one, other] = [0x811c9dc5, 0x01000193];
    for (const { atMs, process, kind, what, detail } of this.entries) {
      const text = `${String(atMs)} ${process} ${kind} ${what} ${detail}`;
      for (let index = 0; index < text.length; index += 1) {
        const code = text.charCodeAt(index);
        one = Math.imul(one ^ code, 0x01000193) >>> 0;
        other = Math.imul(other ^ code, 0x85ebca6b) >>> 0;
      }
    }
    return one.toString(16).padStart(8, '0') + other.toString(16).padStart(8, '0');
  }
}

/** The index of the first entry in which two runs differ; undefined if they are equal. */
export function firstDifference(
  one: readonly TraceEntry[],
  other: readonly TraceEntry[],
): number | undefined {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    if (!isSame(one[index], other[index])) return index;
  }
  return undefined;
}

function isSame(one: TraceEntry | undefined, other: TraceEntry | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const fields = ['atMs', 'process', 'kind', 'what', 'detail'] as const;
  return fields.every((field) => one[field] === other[field]);
}
