import type { Random } from '@foldmart/core';
import type { ProducedKind } from '@foldmart/core/shop';
import { drawGap } from '../random/distributions.js';
import { weightedName } from '../random/weighted-pick.js';
import type { Traffic } from '../rules/traffic-schema.js';
import { rateFactor } from './rate-factor.js';
import type { Scenario, ScenarioStage } from './scenario-schema.js';

/** A new entity. */
export interface Arrival {
  readonly kind: ProducedKind;
  /** Whole milliseconds from the start of the scenario. */
  readonly atMs: number;
  /** The place of its stage, from 0. */
  readonly stage: number;
}

export interface ArrivalOptions {
  readonly traffic: Traffic;
  /** The start of the scenario, in milliseconds since the epoch. */
  readonly startMs: number;
  readonly random: Random;
}

/**
 * The arrivals of a scenario: a Poisson process whose rate follows the curve of each stage. Returns the end of the last
 * stage, in milliseconds from the start.
 */
export function* arrivals(
  { stages }: Pick<Scenario, 'stages'>,
  options: ArrivalOptions,
): Generator<Arrival, number> {
  let fromMs = 0;
  for (const [index, stage] of stages.entries()) {
    fromMs = yield* arrivalsOfStage(stage, index, fromMs, options);
  }
  return Math.floor(fromMs);
}

/** The end of the last stage, in milliseconds from the start. Stages with a count are run through to find it. */
export function endOfArrivals(scenario: Pick<Scenario, 'stages'>, options: ArrivalOptions): number {
  const { stages } = scenario;
  if (stages.every(({ seconds }) => seconds !== undefined)) {
    return Math.floor(stages.reduce((sum, { seconds = 0 }) => sum + seconds * 1_000, 0));
  }
  const coming = arrivals(scenario, options);
  for (let next = coming.next(); ; next = coming.next()) if (next.done === true) return next.value;
}

/** A gap is drawn again after this time, so that it follows the curve. A Poisson process has no memory. */
const longestStepMs = 60_000;
const stepsOfStage = 100;

function* arrivalsOfStage(
  stage: ScenarioStage,
  index: number,
  fromMs: number,
  { traffic, startMs, random }: ArrivalOptions,
): Generator<Arrival, number> {
  const { seconds = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY, rate } = stage;
  const untilMs = fromMs + seconds * 1_000;
  const stepMs = Math.min(longestStepMs, (seconds * 1_000) / stepsOfStage);
  const kindOf = weightedName(stage.mix);
  let atMs = fromMs;
  for (let made = 0; made < count;) {
    const progress =
      count === Number.POSITIVE_INFINITY ? (atMs - fromMs) / (untilMs - fromMs) : made / count;
    const factor = rateFactor(stage.curve, traffic, { progress, epochMs: startMs + atMs });
    const gapMs = factor > 0 ? 1_000 * drawGap(rate * factor, random) : stepMs;
    const isArrival = gapMs < stepMs;
    atMs += Math.min(gapMs, stepMs);
    if (atMs >= untilMs) return untilMs;
    if (!isArrival) continue;
    made += 1;
    yield { kind: kindOf(random) as ProducedKind, atMs: Math.floor(atMs), stage: index };
  }
  return atMs;
}
