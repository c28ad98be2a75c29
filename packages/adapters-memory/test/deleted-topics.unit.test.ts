import { MemoryEventBus } from '@foldmart/adapters-memory';
import { silentLogger, type TopicSpec } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { seededRandom } from './support/seeded-random.js';

const spec: TopicSpec = {
  name: 'orders',
  partitions: 1,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  compression: 'none',
  retentionMs: 86_400_000,
};
const waits = 'the topic was deleted: waiting until it is created again';
const begins = 'the topic was created again: reading it from its start';

async function scene() {
  const clock = new VirtualClock();
  const warnings: unknown[][] = [];
  const warn = (...warning: unknown[]): void => void warnings.push(warning);
  const logger = { ...silentLogger, warn };
  const bus = new MemoryEventBus({}, { clock, random: seededRandom(1), logger });
  await bus.admin.createTopics([spec]);
  const recreate = async (): Promise<void> => {
    await bus.admin.deleteTopics(['orders']);
    await bus.admin.createTopics([spec]);
  };
  const handled: string[] = [];
  const join = (startFrom: 'earliest' | 'latest') =>
    bus.subscribe({ topic: 'orders', group: 'g', member: 'm', startFrom }, async ({ messages }) => {
      handled.push(...messages.map(({ value }) => new TextDecoder().decode(value ?? undefined)));
    });
  return { clock, bus, warnings, handled, recreate, join };
}

describe('a topic that was deleted', () => {
  it('is named at warn within seconds and every minute, until it exists again', async () => {
    const { clock, bus, warnings, join } = await scene();
    await join('earliest');
    await clock.advance(1_000);
    await bus.admin.deleteTopics(['orders']);
    await clock.advance(5_000);
    expect(warnings).toHaveLength(1);
    await clock.advance(600_000);
    expect(new Set(warnings.map(([message]) => message))).toEqual(new Set([waits]));
    expect(warnings).toHaveLength(11);
    await bus.admin.createTopics([spec]);
    await clock.advance(600_000);
    expect(warnings.map(([message]) => message).slice(11)).toEqual([begins]);
  });

  it('and created again is read from its start by a stopped group, once, although it starts from the latest', async () => {
    const { clock, bus, warnings, handled, recreate, join } = await scene();
    const before = await join('latest');
    await clock.drive(before.close());
    await recreate();
    await bus.publish('orders', [{ key: 'k', value: 'new' }]);
    expect(await bus.admin.lag('g', 'orders')).toMatchObject([{ committed: null, lag: 1 }]);
    const after = await join('latest');
    await clock.advance(1_000);
    expect(handled).toEqual(['new']);
    await clock.drive(after.close());
    await join('latest');
    await clock.advance(1_000);
    expect(handled).toEqual(['new']);
    expect(warnings).toEqual([[begins, { topic: 'orders', group: 'g', member: 'm' }]]);
  });
});
