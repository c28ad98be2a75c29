import type { BenchmarkServices } from '../measure/service-settings.js';
import { identifier } from './identifier.js';
import { Lane } from './lane.js';
import type { Row } from './row.js';
import type { RowResult } from './row-result.js';
import type { RunRowOptions } from './run-row-options.js';

/** Runs the contenders of a row in turn, round by round. The order is reversed in every round. */
export async function runRow(row: Row, options: RunRowOptions): Promise<RowResult> {
  const { size, rounds, hosts } = options;
  const services = withPrefixOf(row, options.services);
  const shared = (await row.setUp?.(services, size)) ?? {};
  const lanes = row.contenders
    .filter(({ isLeftOutOfChecks }) => hosts === undefined || isLeftOutOfChecks !== true)
    .map((contender) => new Lane(row, contender, { ...options, services }));
  try {
    if (hosts === undefined)
      await runRounds(lanes, shared, Math.min(rounds, row.mostRounds ?? rounds));
    else for (const lane of lanes) await lane.check(shared);
    return resultOf(row, size, lanes);
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

function withPrefixOf({ name }: Row, services: BenchmarkServices): BenchmarkServices {
  return { ...services, prefix: `${services.prefix}${identifier(name)}_` };
}

async function runRounds(lanes: readonly Lane[], shared: object, rounds: number): Promise<void> {
  for (const lane of lanes) await lane.open(shared);
  for (let number = 0; number <= rounds; number += 1) {
    for (const lane of number % 2 === 1 ? lanes : lanes.toReversed()) await lane.round(number);
  }
}

function resultOf(row: Row, size: number, lanes: readonly Lane[]): RowResult {
  const { name, about, counted, measures, aims = [] } = row;
  const contenders = lanes.map((lane) => lane.result());
  return { row: name, about, counted, size, measures, aims, contenders };
}
