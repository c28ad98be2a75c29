import { describe, expect, it } from 'vitest';
import { relayOutbox, type EventEnvelope, type SubscriptionDependencies } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { notedIds } from '../support/noted-log.js';
import { stoppedTimers, whenResumed } from '../support/stopped-process.js';
import {
  checkpointIs,
  dependenciesOf,
  openLog,
  recorder,
  subscribe,
  type SubscribedLog,
} from '../support/subscription-scene.js';

const resumedAtMs = 30_000;
const untilMs = 40_000;

/** A process that is stopped between its work on the first page and the move of the checkpoint. */
function stoppedBeforeItMoves(log: SubscribedLog): SubscriptionDependencies {
  const instance = log.open(stoppedTimers(log.clock));
  const { checkpoints } = instance;
  const move = whenResumed(log.clock, resumedAtMs, (...step: Parameters<typeof checkpoints.move>) =>
    checkpoints.move(...step),
  );
  const { isDurable } = checkpoints;
  return {
    ...dependenciesOf(log, instance),
    checkpoints: {
      isDurable,
      load: (name) => checkpoints.load(name),
      move,
      list: () => checkpoints.list(),
    },
  };
}

describe('a leader that is stopped within a page, and resumes after another has taken over', () => {
  it('does not move the checkpoint of a subscription, and stands by', async () => {
    const log = openLog();
    await log.note(6);
    const [stale, next] = [recorder(), recorder()];
    const dependencies = stoppedBeforeItMoves(log);
    const runs = [subscribe(log, stale.handler, { dependencies, untilMs })];
    await log.clock.drive(log.clock.sleep(100));
    runs.push(subscribe(log, next.handler, { untilMs }));
    log.clock.schedule(resumedAtMs - 1_000, () => void log.note(2));
    log.clock.schedule(resumedAtMs + 1_000, () => void log.note(2));
    await log.clock.drive(Promise.all(runs));
    expect(stale.seen).toStrictEqual(notedIds(1, 3));
    expect(next.seen).toStrictEqual(notedIds(1, 10));
    expect(log.lines).toStrictEqual(['warn: a subscription was overtaken']);
    await checkpointIs(log, 'e-10');
  });

  it('publishes a page of the outbox again at most, and skips nothing', async () => {
    const log = openLog();
    await log.note(6);
    const published: string[][] = [[], []];
    const relay = (nth: number, dependencies: SubscriptionDependencies): Promise<void> => {
      const stop = new AbortController();
      log.clock.schedule(untilMs - log.clock.monotonic(), () => stop.abort());
      const publish = async (events: readonly EventEnvelope[]): Promise<void> =>
        void published[nth]?.push(...events.map(({ id }) => id));
      const options = { signal: stop.signal, pageSize: 3, isOutgoing: () => true };
      return relayOutbox({ ...dependencies, publish, registry: shopRegistry }, options);
    };
    const runs = [relay(0, stoppedBeforeItMoves(log))];
    await log.clock.drive(log.clock.sleep(100));
    runs.push(relay(1, dependenciesOf(log)));
    log.clock.schedule(resumedAtMs + 1_000, () => void log.note(2));
    await log.clock.drive(Promise.all(runs));
    expect(published).toStrictEqual([notedIds(1, 3), notedIds(1, 8)]);
    const { events } = await log.store.readAll({ limit: 100 });
    expect(await log.open().checkpoints.load('outbox')).toBe(events.at(-1)?.position);
  });
});
