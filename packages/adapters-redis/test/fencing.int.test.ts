import { realClock } from '@foldmart/conformance';
import type { BatchContext, Clock } from '@foldmart/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, openBus, ORDERS } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { Gate } from './setting/gate.js';
import { PrivateRedis } from './setting/private-redis.js';
import { systemDependencies } from './setting/system-dependencies.js';

describe('a member that stalls beyond its session with a batch in hand', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start();
  });
  afterAll(() => server.stop());

  it('cannot commit when it resumes, is told so, and does not disturb the new owner', async () => {
    const sleepy = sleepyClock();
    const sleeper = openBus(server.port, {}, { ...systemDependencies, clock: sleepy.clock });
    const waker = openBus(server.port);
    const gate = new Gate();
    const contexts: BatchContext[] = [];
    const handled: string[] = [];
    await sleeper.admin.createTopics([{ ...ORDERS, partitions: 1 }]);
    const place = { topic: 'orders', group: 'g', maxBatchMessages: 1 };
    await sleeper.subscribe({ ...place, member: 'sleeper' }, async (_, context) => {
      contexts.push(context);
      await gate.opened;
    });
    await sleeper.publish('orders', [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ]);
    await eventually('the sleeper has a batch', () => contexts.length === 1);

    sleepy.fallAsleep();
    await waker.subscribe({ ...place, member: 'waker' }, async ({ messages }) => {
      handled.push(...messages.map(bodyOf));
    });
    await eventually('another member handles both', () => handled.length === 2);
    gate.open();

    await eventually('the sleeper is told', () => contexts[0]?.signal.aborted === true);
    sleeper.abandon();
    await waker.publish('orders', [{ key: 'a', value: '3' }]);
    await eventually('the new owner continues', () => handled.length === 3);
    expect(handled).toEqual(['1', '2', '3']);
    expect(contexts).toHaveLength(1);
    await waker.close();
  });
});

/** A clock whose timers do not fire while it sleeps. */
function sleepyClock(): { clock: Clock; fallAsleep: () => void } {
  let isAsleep = false;
  const unlessAsleep = (task: () => void) => (): void => {
    if (!isAsleep) task();
  };
  const clock: Clock = {
    ...realClock,
    schedule: (delayMs, task) => realClock.schedule(delayMs, unlessAsleep(task)),
  };
  return {
    clock,
    fallAsleep: () => {
      isAsleep = true;
    },
  };
}
