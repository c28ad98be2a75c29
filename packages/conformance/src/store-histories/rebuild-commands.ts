import assert from 'node:assert/strict';
import type { LogPosition, RebuildStep } from '@foldmart/core';
import { fold } from '../rebuild-store/rebuilding.js';
import { retrying } from '../retrying.js';
import {
  behind,
  command,
  instanceOf,
  type StoreCommand,
  type StoreModel,
  type StoreUnderTest,
} from './history.js';
import { historyPlan, historyProjections } from './noted-projections.js';

/** The process advances the rebuild by one step. It begins a rebuild if none is running. */
export function stepRebuild(by: number, limit: number): StoreCommand {
  return command(`process ${by} rebuilds ${limit} events`, async (model, real) => {
    const step = await nextStep(model, real, by, limit);
    if (step === undefined) return;
    const { rebuilds } = instanceOf(real, by);
    assert.equal(await retrying(real.clock, () => rebuilds.advance(step)), true);
  });
}

/** The process finishes the rebuild, or is told that it is behind. */
export function finishRebuild(by: number): StoreCommand {
  return command(`process ${by} finishes the rebuild`, async (model, real) => {
    const from = await placeToFinish(model, real, by);
    const { rebuilds } = instanceOf(real, by);
    const answer = await retrying(real.clock, () => rebuilds.finish(historyPlan, from));
    assert.notEqual(answer, 'overtaken');
    model.isRebuilding = answer !== 'done';
  });
}

/** The process discards the rebuild, if there is one. */
export function discardRebuild(by: number): StoreCommand {
  return command(`process ${by} discards the rebuild`, async (model, real) => {
    const wasThere = await instanceOf(real, by).rebuilds.discard(historyPlan.id);
    assert.equal(wasThere, model.isRebuilding);
    model.isRebuilding = false;
  });
}

/** Rebuilds to the end, as a process that resumes an interrupted rebuild. */
export async function endRebuild(model: StoreModel, real: StoreUnderTest): Promise<void> {
  const { rebuilds } = instanceOf(real, 0);
  for (;;) {
    const step = await nextStep(model, real, 0, 1_000);
    if (step === undefined) break;
    assert.equal(await retrying(real.clock, () => rebuilds.advance(step)), true);
  }
  const from = await placeToFinish(model, real, 0);
  assert.equal(await retrying(real.clock, () => rebuilds.finish(historyPlan, from)), 'done');
}

/** The position of the rebuild, after it has processed earlier histories. */
export async function placeToFinish(
  model: StoreModel,
  real: StoreUnderTest,
  by: number,
): Promise<LogPosition | undefined> {
  const from = await begin(model, real, by);
  if (from !== undefined || real.after === undefined) return from;
  const step = overEarlier(real.after, real);
  const { rebuilds } = instanceOf(real, by);
  assert.equal(await retrying(real.clock, () => rebuilds.advance(step)), true);
  return step.to;
}

/** The next step of the rebuild. Undefined at the end of the log. */
export async function nextStep(
  model: StoreModel,
  real: StoreUnderTest,
  by: number,
  limit: number,
): Promise<RebuildStep | undefined> {
  const from = await begin(model, real, by);
  if (from === undefined && real.after !== undefined) return overEarlier(real.after, real);
  const { events } = instanceOf(real, by);
  const page = await events.readAll({ ...behind(from), limit });
  if (page.next === undefined || page.events.length === 0) return undefined;
  const writes = fold(historyProjections, page.events);
  return { plan: historyPlan, from, to: page.next, events: page.events.length, writes };
}

/** Begins a rebuild, or finds the running one at its expected position. */
async function begin(
  model: StoreModel,
  real: StoreUnderTest,
  by: number,
): Promise<LogPosition | undefined> {
  const { rebuilds } = instanceOf(real, by);
  const { position } = await retrying(real.clock, () => rebuilds.begin(historyPlan));
  if (!model.isRebuilding)
    assert.equal(position, undefined, 'a new rebuild starts at the start of the log');
  model.isRebuilding = true;
  return position;
}

/** One step over the events of all earlier histories, whose result is known. */
function overEarlier(to: LogPosition, { earlierWrites }: StoreUnderTest): RebuildStep {
  return { plan: historyPlan, from: undefined, to, events: 1, writes: earlierWrites };
}
