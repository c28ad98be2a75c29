import type { Aim, Measure } from '../frame/row.js';
import type { ContenderRounds, RoundSample, RowResult } from '../frame/row-result.js';
import { median } from '../measure/median.js';

/** One contender in one measure, over all rounds. */
export interface Summary {
  readonly contender: string;
  readonly how: string;
  readonly measure: Measure;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** How many times better Foldmart is, the median over the rounds; undefined for Foldmart itself. */
  readonly ratio: number | undefined;
  /** What the ratio is meant to be at least. */
  readonly aim: number | undefined;
  /** Microseconds for each item. */
  readonly clientCpu: number;
  readonly serverCpu: number | null;
  readonly peakMemoryBytes: number;
  readonly failure: string | undefined;
}

/** Summarizes a row: one summary for each measure and contender. */
export function summarize(result: RowResult): readonly Summary[] {
  const [ours] = result.contenders;
  return result.measures.flatMap((measure) =>
    result.contenders.map((contender) => summaryOf(contender, ours, measure, result)),
  );
}

function summaryOf(
  contender: ContenderRounds,
  ours: ContenderRounds | undefined,
  measure: Measure,
  { aims, measures }: RowResult,
): Summary {
  const { name, how, samples, peakMemoryBytes, failure } = contender;
  const values = samples.map((sample) => valueOf(sample, measure));
  const isOurs = contender === ours || ours === undefined;
  return {
    contender: name,
    how,
    measure,
    median: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    ratio: isOurs ? undefined : median(ratios(ours.samples, samples, measure)),
    aim: isOurs ? undefined : aimFor(aims, name, measure, measures[0]?.key),
    clientCpu: median(samples.map(({ clientCpuMicros }) => clientCpuMicros)),
    serverCpu: serverCpuOf(samples),
    peakMemoryBytes,
    failure,
  };
}

function valueOf({ values }: RoundSample, { key }: Measure): number {
  return values[key] ?? Number.NaN;
}

/** Foldmart over the other in the same round, the other way round if less is better. */
function ratios(
  ours: readonly RoundSample[],
  theirs: readonly RoundSample[],
  measure: Measure,
): readonly number[] {
  return theirs.map((sample, round) => {
    const our = ours[round];
    if (our === undefined) return Number.NaN;
    const [own, other] = [valueOf(our, measure), valueOf(sample, measure)];
    // Also if both are 0.
    if (own === other) return 1;
    const ratio = own / other;
    return measure.better === 'higher' ? ratio : 1 / ratio;
  });
}

function aimFor(
  aims: readonly Aim[],
  name: string,
  { key }: Measure,
  first: string | undefined,
): number | undefined {
  return aims.find((aim) => aim.against === name && (aim.measure ?? first) === key)?.ratio;
}

function serverCpuOf(samples: readonly RoundSample[]): number | null {
  const known = samples.flatMap(({ serverCpuMicros }) => serverCpuMicros ?? []);
  return known.length === 0 ? null : median(known);
}
