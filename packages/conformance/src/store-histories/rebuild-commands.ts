import assert from 'node:assert/strict';
import type { LogPosition, RebuildStep } from '@foldmart/core';
import { fold } from '../rebuild-store/rebuilding.js';
import { retrying } from '../retrying.js';
import { behind, command, instanceOf, type StoreCommand, type StoreUnderTest } from './history.js';
import { historyPlan, historyProjections } from './noted-projections.js';

const isRebuilding: StoreCommand['check'] = (model) => model.isRebuilding;

/** The process begins a rebuild, or finds the one under way. */
export function beginRebuild(by: number): StoreCommand {
  return command(`process ${by} begins a rebuild`, async (model, real) => {
    const { position } = await retrying(real.clock, () =>
      instanceOf(real, by).rebuilds.begin(historyPlan),
    );
    if (!model.isRebuilding) assert.equal(position, undefined);
    model.isRebuilding = true;
  });
}

/** The process takes a step of the rebuild, wherever it stands. */
export function stepRebuild(by: number, limit: number): StoreCommand {
  const run: StoreCommand['run'] = async (_model, real) => {
    const step = await nextStep(real, by, limit);
    if (step === undefined) return;
    const { rebuilds } = instanceOf(real, by);
    assert.equal(await retrying(real.clock, () => rebuilds.advance(step)), true);
  };
  return command(`process ${by} rebuilds ${limit} events`, run, isRebuilding);
}

/** The process puts the rebuild in place, or is told that it is behind. */
export function finishRebuild(by: number): StoreCommand {
  const run: StoreCommand['run'] = async (model, real) => {
    const from = await placeToFinish(real, by);
    const { rebuilds } = instanceOf(real, by);
    const answer = await retrying(real.clock, () => rebuilds.finish(historyPlan, from));
    assert.notEqual(answer, 'overtaken');
    model.isRebuilding = answer !== 'done';
  };
  return command(`process ${by} finishes the rebuild`, run, isRebuilding);
}

/** Rebuilds to the end, as a process does that finds it half done. */
export async function endRebuild(real: StoreUnderTest): Promise<void> {
  await placeToFinish(real, 0);
  for (;;) {
    const step = await nextStep(real, 0, 1_000);
    if (step === undefined) break;
    await retrying(real.clock, () => instanceOf(real, 0).rebuilds.advance(step));
  }
  const from = await placeToFinish(real, 0);
  const { rebuilds } = instanceOf(real, 0);
  assert.equal(await retrying(real.clock, () => rebuilds.finish(historyPlan, from)), 'done');
}

/** The process throws the rebuild away. */
export function discardRebuild(by: number): StoreCommand {
  const run: StoreCommand['run'] = async (model, real) => {
    assert.equal(await instanceOf(real, by).rebuilds.discard(historyPlan.id), true);
    model.isRebuilding = false;
  };
  return command(`process ${by} discards the rebuild`, run, isRebuilding);
}

/** Where the rebuild stands, once it has gone over earlier histories. */
export async function placeToFinish(
  real: StoreUnderTest,
  by: number,
): Promise<LogPosition | undefined> {
  const { rebuilds } = instanceOf(real, by);
  const [state] = await rebuilds.list();
  if (state?.position !== undefined || real.after === undefined) return state?.position;
  const step = await nextStep(real, by, 1);
  assert.ok(step);
  assert.equal(await retrying(real.clock, () => rebuilds.advance(step)), true);
  return step.to;
}

/**
 * The step behind where the rebuild stands. The first goes over the events of all earlier histories at once: what they
 * have led to is known.
 */
export async function nextStep(
  real: StoreUnderTest,
  by: number,
  limit: number,
): Promise<RebuildStep | undefined> {
  const { events, rebuilds } = instanceOf(real, by);
  const [state] = await rebuilds.list();
  const from = state?.position;
  if (from === undefined && real.after !== undefined) {
    return { plan: historyPlan, from, to: real.after, events: 1, writes: real.earlierWrites };
  }
  const page = await events.readAll({ ...behind(from), limit });
  if (page.next === undefined || page.events.length === 0) return undefined;
  const writes = fold(historyProjections, page.events);
  return { plan: historyPlan, from, to: page.next, events: page.events.length, writes };
}
