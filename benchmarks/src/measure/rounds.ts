import type { Measured } from './child.js';
import { median } from './median.js';

/** One way to do the work that is measured. */
export interface Contender {
  readonly name: string;
  readonly run: (round: number) => Promise<Measured>;
}

/** All runs of one contender. */
export interface ContenderResult {
  readonly name: string;
  /** Messages per second, one value per run, in the order of the rounds. */
  readonly rates: readonly number[];
  readonly median: number;
  /** The highest resident memory of any run. */
  readonly peakMemoryBytes: number;
  /** The median CPU time per message, including start-up, in microseconds. */
  readonly cpuMicroseconds: number;
}

/**
 * Runs all contenders in turn, round by round, so that a slower phase of the machine affects all of
 * them. The order is reversed in every round. `tell` receives a line for each run.
 */
export async function interleave(
  contenders: readonly Contender[],
  rounds: number,
  tell: (line: string) => void,
): Promise<readonly ContenderResult[]> {
  const runs = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    const order = round % 2 === 1 ? contenders : contenders.toReversed();
    for (const { name, run } of order) {
      const measured = await run(round);
      runs.get(name)?.push(measured);
      tell(`round ${String(round)}  ${name}: ${rateOf(measured).toFixed(0)} messages/s`);
    }
  }
  return contenders.map(({ name }) => summarize(name, runs.get(name) ?? []));
}

function summarize(name: string, runs: readonly Measured[]): ContenderResult {
  const rates = runs.map(rateOf);
  const peakMemoryBytes = Math.max(...runs.map((run) => run.peakMemoryBytes));
  const cpuMicroseconds = median(
    runs.map(({ cpuSeconds, messages }) => (cpuSeconds * 1_000_000) / messages),
  );
  return { name, rates, median: median(rates), peakMemoryBytes, cpuMicroseconds };
}

function rateOf({ messages, seconds }: Measured): number {
  return messages / seconds;
}
