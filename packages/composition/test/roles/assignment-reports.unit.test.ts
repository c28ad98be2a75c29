import { MemoryBroker, MemoryEventBus } from '@foldmart/adapters-memory';
import type { DomainConsumer, EventBusAdmin } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { AssignmentReports } from '../../src/roles/assignment-reports.js';
import { consumerOf, type Consumer } from '../../src/roles/consumers.js';

const orders: DomainConsumer = { type: 'order', topic: 'orders', group: 'orders_group' };

let clock: VirtualClock;
let bus: MemoryEventBus;
let told: string[];
let reports: AssignmentReports;

function reporting(admin: Pick<EventBusAdmin, 'describeGroups'>): AssignmentReports {
  return new AssignmentReports({
    admin,
    clock,
    onSettled: ({ member }, { partitions, held }) => {
      const of = `${String(held.partitions)} of ${String(held.members)}`;
      told.push(`${member} [${partitions.join()}] ${of}`);
    },
  });
}

beforeEach(async () => {
  clock = new VirtualClock();
  told = [];
  const broker = new MemoryBroker({}, { clock });
  bus = new MemoryEventBus({}, { clock, random: { next: () => 0.5 }, broker });
  await bus.admin.createTopics([
    {
      name: 'orders',
      partitions: 3,
      replicationFactor: 1,
      minInsyncReplicas: 1,
      retentionMs: 1e9,
      compression: 'none',
    },
  ]);
  reports = reporting(bus.admin);
});

async function join(consumer: Consumer) {
  const { topic, group, member } = consumer;
  const observer = { assigned: (held: readonly number[]) => reports.changed(consumer, held) };
  return bus.subscribe({ topic, group, member, observer }, () => Promise.resolve());
}

describe('assignments', () => {
  it('are reported once a group has settled, with who stands by', async () => {
    for (const number of [1, 2, 3, 4]) await join(consumerOf(orders, number));
    await clock.advance(5_000);
    expect(told.toSorted()).toEqual([
      'order_consumer_1 [0] 3 of 3',
      'order_consumer_2 [1] 3 of 3',
      'order_consumer_3 [2] 3 of 3',
      'order_consumer_4 [] 3 of 3',
    ]);
  });

  it('are reported again after a change, and not otherwise', async () => {
    const first = await join(consumerOf(orders, 1));
    await join(consumerOf(orders, 2));
    await clock.advance(5_000);
    await clock.advance(60_000);
    expect(told).toHaveLength(2);
    await first.close();
    await clock.advance(5_000);
    expect(told.at(-1)).toBe('order_consumer_2 [0,1,2] 3 of 1');
  });

  it('are not reported from what the group still knows of an earlier generation', async () => {
    const consumer = consumerOf(orders, 1);
    await join(consumer);
    await clock.advance(5_000);
    reports.changed(consumer, []);
    await clock.advance(1_500);
    reports.changed(consumer, [0, 1, 2]);
    await clock.advance(5_000);
    expect(told).toEqual(['order_consumer_1 [0,1,2] 3 of 1']);
  });

  it('wait until the bus answers, and end with the consumers', async () => {
    let isDown = true;
    reports = reporting({
      describeGroups: (names) =>
        isDown ? Promise.reject(new Error('down')) : bus.admin.describeGroups(names),
    });
    await join(consumerOf(orders, 1));
    await clock.advance(5_000);
    expect(told).toEqual([]);
    isDown = false;
    await clock.advance(5_000);
    expect(told).toEqual(['order_consumer_1 [0,1,2] 3 of 1']);
    reports.changed(consumerOf(orders, 1), [0]);
    reports.close();
    await clock.advance(5_000);
    expect(told).toHaveLength(1);
  });
});
