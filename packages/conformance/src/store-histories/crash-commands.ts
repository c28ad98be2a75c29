import assert from 'node:assert/strict';
import type { IngestItem } from '@foldmart/core';
import { inBackground } from '../background.js';
import { idsOf } from '../event-store/log-follower.js';
import type { StoreInstance } from '../harness.js';
import {
  command,
  instanceOf,
  type StoreCommand,
  type StoreModel,
  type StoreUnderTest,
} from './history.js';
import { historyPlan } from './noted-projections.js';
import type { DrawnAppend } from './random-appends.js';
import { nextStep, placeToFinish } from './rebuild-commands.js';
import { expectAppend, expectIngest, type Streams } from './store-model.js';
import { placed, placedItems, shownAppends, shownItems } from './writing-commands.js';

/** The process dies this long after it started an append. The log then holds the append completely or not at all. */
export function dieAppending(
  by: number,
  drawn: readonly DrawnAppend[],
  delayMs: number,
): StoreCommand {
  const text = `process ${by} dies ${delayMs} ms into appending ${shownAppends(drawn)}`;
  return command(text, async (model, real) => {
    const appends = placed(drawn, model, real);
    const expectation = expectAppend(model.streams, appends);
    const isDone = await dieDuring(real, by, delayMs, ({ events }) => events.append(appends));
    const after = 'results' in expectation ? expectation.streams : model.streams;
    await learn(model, real, by, isDone, after);
  });
}

/** The process dies this long after it started to ingest a batch. */
export function dieIngesting(
  by: number,
  drawn: readonly IngestItem[],
  delayMs: number,
): StoreCommand {
  const text = `process ${by} dies ${delayMs} ms into ingesting ${shownItems(drawn)}`;
  return command(text, async (model, real) => {
    const items = placedItems(drawn, real);
    const { streams: after } = expectIngest(model.streams, items);
    const isDone = await dieDuring(real, by, delayMs, ({ events }) => events.ingest({ items }));
    await learn(model, real, by, isDone, after);
  });
}

/** The process dies this long after it started a step of the rebuild. */
export function dieRebuilding(by: number, limit: number, delayMs: number): StoreCommand {
  const text = `process ${by} dies ${delayMs} ms into rebuilding ${limit} events`;
  return command(text, async (model, real) => {
    const step = await nextStep(model, real, by, limit);
    if (step === undefined) return;
    const isDone = await dieDuring(real, by, delayMs, ({ rebuilds }) => rebuilds.advance(step));
    const [state] = await instanceOf(real, by).rebuilds.list();
    const isAt = (position: string | undefined): boolean => state?.position === position;
    assert.ok(state !== undefined && (isAt(step.to) || (!isDone && isAt(step.from))));
  });
}

/** The process dies this long after it started the swap. */
export function dieFinishing(by: number, delayMs: number): StoreCommand {
  const text = `process ${by} dies ${delayMs} ms into finishing the rebuild`;
  return command(text, async (model, real) => {
    const from = await placeToFinish(model, real, by);
    const isDone = await dieDuring(real, by, delayMs, ({ rebuilds }) =>
      rebuilds.finish(historyPlan, from),
    );
    const [state] = await instanceOf(real, by).rebuilds.list();
    assert.ok(state === undefined || !isDone, 'a completed swap is durable');
    model.isRebuilding = state !== undefined;
  });
}

/** Kills the process during its work and starts a replacement. Resolves with whether the work had succeeded before. */
async function dieDuring(
  real: StoreUnderTest,
  by: number,
  delayMs: number,
  work: (instance: StoreInstance) => Promise<unknown>,
): Promise<boolean> {
  const process = real.processes[by];
  assert.ok(process);
  const ended = { well: false };
  void inBackground(
    work(process.instance).then(() => {
      ended.well = true;
    }),
  );
  await real.clock.sleep(delayMs);
  const isDone = ended.well;
  await process.crash();
  real.processes[by] = await real.openProcess();
  return isDone;
}

/** Updates the model with the log: it holds all or none of the writes of the killed process. */
async function learn(
  model: StoreModel,
  real: StoreUnderTest,
  by: number,
  isDone: boolean,
  after: Streams,
): Promise<void> {
  const found = await Promise.all(
    [...after.keys()].map(async (streamId) => {
      const { events } = await instanceOf(real, by).events.readStream(streamId);
      return [streamId, idsOf(events)] as const;
    }),
  );
  const holds = (streams: Streams): boolean =>
    found.every(
      ([streamId, ids]) => ids.join('\n') === idsOf(streams.get(streamId) ?? []).join('\n'),
    );
  if (holds(after)) model.streams = after;
  else
    assert.ok(!isDone && holds(model.streams), `only half of the writes: ${JSON.stringify(found)}`);
}
