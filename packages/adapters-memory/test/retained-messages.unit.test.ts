import { describe, expect, it } from 'vitest';
import type { TopicSpec } from '@foldmart/core';
import { MemoryBroker, MemoryEventBus, type MemoryBrokerOptions } from '@foldmart/adapters-memory';
import { VirtualClock } from '@foldmart/core/testing';
import { seededRandom } from './support/seeded-random.js';

const spec: TopicSpec = {
  name: 'orders',
  partitions: 1,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  compression: 'none',
  retentionMs: 10_000,
};

async function busWith(options: MemoryBrokerOptions = {}) {
  const clock = new VirtualClock();
  const broker = new MemoryBroker(options, { clock });
  const bus = new MemoryEventBus({}, { clock, random: seededRandom(1), broker });
  await bus.admin.createTopics([spec]);
  const publish = (...values: string[]): Promise<void> =>
    bus.publish(
      'orders',
      values.map((value) => ({ key: 'u_1', value })),
    );
  return { clock, bus, publish };
}

describe('messages older than their retention', () => {
  it('are removed, and a member that has not read them is told which', async () => {
    const { clock, bus, publish } = await busWith();
    const losses: unknown[] = [];
    const handled: string[] = [];
    await publish('1');
    await bus.subscribe(
      {
        topic: 'orders',
        group: 'g',
        member: 'm',
        maxBatchMessages: 1,
        observer: { lost: (loss) => losses.push(loss) },
      },
      async ({ messages }) => {
        handled.push(...messages.map(({ offset }) => offset));
        await clock.sleep(15_000);
      },
    );
    await clock.advance(1_000);
    await publish('2', '3');
    await clock.advance(12_000);
    await publish('4');
    await clock.advance(20_000);
    expect(handled).toEqual(['0', '3']);
    expect(losses).toEqual([
      {
        partition: 0,
        from: '1',
        to: '3',
        reason: 'retention removed messages before this group read them',
      },
    ]);
  });

  it('are reported to a member that joins later', async () => {
    const { clock, bus, publish } = await busWith();
    const losses: string[] = [];
    await publish('1', '2', '3');
    await bus.admin.resetOffsets('g', 'orders', { to: 'offset', offset: '1' });
    await clock.advance(11_000);
    await publish('4');
    const observer = {
      lost: (loss: { from: string; to: string }) => losses.push(loss.from, loss.to),
    };
    await bus.subscribe(
      { topic: 'orders', group: 'g', member: 'm', observer },
      async () => undefined,
    );
    await clock.advance(1_000);
    expect(losses).toEqual(['1', '3']);
  });

  it('of a deleted topic are reported as lost', async () => {
    const { clock, bus, publish } = await busWith();
    const losses: string[] = [];
    const observer = {
      lost: (loss: { from: string; to: string; reason: string }) =>
        losses.push(loss.from, loss.to, loss.reason),
    };
    await bus.subscribe({ topic: 'orders', group: 'g', member: 'm', observer }, () =>
      clock.sleep(5_000),
    );
    await publish('1', '2');
    await clock.advance(1_000);
    await bus.admin.deleteTopics(['orders']);
    expect(losses).toEqual(['0', '2', 'the topic was deleted']);
  });
});

describe('room for messages', () => {
  const maxRetainedBytes = 5_000;
  const message = 'x'.repeat(300);

  it('is made by dropping what every group has read', async () => {
    const { clock, bus, publish } = await busWith({ maxRetainedBytes });
    await bus.subscribe({ topic: 'orders', group: 'g', member: 'm' }, async () => undefined);
    for (let count = 0; count < 100; count += 1) {
      await clock.drive(publish(message));
      await clock.advance(1);
    }
    const [lag] = await bus.admin.lag('g', 'orders');
    expect(lag).toMatchObject({ committed: '100', lag: 0 });
    const [late] = await bus.admin.lag('late', 'orders');
    expect(late?.lag).toBeLessThan(12);
  });

  it('is awaited while a group has unread messages, and calls keep their order', async () => {
    const { clock, bus, publish } = await busWith({ maxRetainedBytes });
    await bus.admin.resetOffsets('g', 'orders', { to: 'earliest' });
    const calls = Array.from({ length: 20 }, (_none, index) => publish(`${index}${message}`));
    await clock.advance(100);
    expect((await bus.admin.lag('g', 'orders'))[0]?.lag).toBeLessThan(12);
    const handled: string[] = [];
    await bus.subscribe({ topic: 'orders', group: 'g', member: 'm' }, async ({ messages }) => {
      const texts = messages.map(({ value }) => new TextDecoder().decode(value ?? undefined));
      handled.push(...texts.map((text) => text.slice(0, text.indexOf('x'))));
    });
    await clock.drive(Promise.all(calls));
    await clock.advance(100);
    expect(handled).toEqual(calls.map((_call, index) => String(index)));
  });

  it('that is not available in time is a retryable error', async () => {
    const { clock, bus, publish } = await busWith({ maxRetainedBytes });
    await bus.admin.resetOffsets('g', 'orders', { to: 'earliest' });
    const calls = Promise.allSettled(Array.from({ length: 12 }, () => publish(message)));
    const outcomes = await clock.drive(calls);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(9);
    expect(outcomes.at(-1)).toMatchObject({
      reason: { reason: 'unavailable', code: 'out-of-memory', isRetryable: true },
    });
  });
});

describe('a system clock that jumps', () => {
  it('does not expire messages', async () => {
    const { clock, bus, publish } = await busWith();
    await publish('1');
    clock.set(clock.now() + 3_600_000);
    await publish('2');
    expect((await bus.admin.lag('g', 'orders'))[0]?.lag).toBe(2);
  });
});
