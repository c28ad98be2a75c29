import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Subscription } from '@foldmart/core';
import type { KafkaEventBus } from '@foldmart/adapters-kafka';
import { openBus, testServers } from './support/bus-harness.js';
import { bodiesOf } from './support/reading.js';
import { withTopic } from './support/topics.js';

/** Longer than any wait of these tests, so that a killed member is still in its group. */
const SESSION_MS = 60_000;
const patience = { timeout: 20_000 };

const open: KafkaEventBus[] = [];
const groups = new kafkajs.Kafka({
  brokers: testServers(),
  logLevel: kafkajs.logLevel.NOTHING,
}).admin();

beforeAll(() => groups.connect());
afterAll(() => groups.disconnect());

async function stateOf(group: string): Promise<string> {
  return (await groups.describeGroups([group])).groups[0]?.state ?? '';
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((bus) => bus.close()));
});

interface Process {
  readonly bus: KafkaEventBus;
  readonly subscription: Subscription;
  readonly bodies: (string | null)[];
  /** All assignments, in order. */
  readonly assigned: (readonly number[])[];
}

/** A member with connections of its own, as in a process of its own. */
async function startProcess(
  topic: string,
  member: string,
  {
    instanceId,
    sessionTimeoutMs = SESSION_MS,
  }: { instanceId?: string; sessionTimeoutMs?: number } = {},
): Promise<Process> {
  const bus = openBus({ sessionTimeoutMs });
  open.push(bus);
  const bodies: (string | null)[] = [];
  const assigned: (readonly number[])[] = [];
  const subscription = await bus.subscribe(
    {
      topic,
      group: `group-${topic}`,
      member,
      ...(instanceId === undefined ? {} : { instanceId }),
      observer: { assigned: (partitions) => void assigned.push(partitions) },
    },
    async ({ messages }) => {
      bodies.push(...bodiesOf(messages));
    },
  );
  return { bus, subscription, bodies, assigned };
}

function kill({ bus }: Process): void {
  open.splice(open.indexOf(bus), 1);
  bus.abandon();
}

const holdsOf = (processes: readonly Process[]) =>
  processes.map(({ subscription }) => subscription.assignments().length);

async function startThree(topic: string): Promise<[Process, Process, Process]> {
  const three: [Process, Process, Process] = [
    await startProcess(topic, 'one'),
    await startProcess(topic, 'two'),
    await startProcess(topic, 'three'),
  ];
  await expect.poll(() => holdsOf(three), patience).toEqual([2, 2, 2]);
  return three;
}

/** Publishes to every partition, and gives the bodies by partition. */
async function publishTo(bus: KafkaEventBus, topic: string, prefix: string): Promise<string[]> {
  const bodies = Array.from({ length: 60 }, (_, index) => `${prefix}-${index}`);
  await bus.publish(
    topic,
    bodies.map((value) => ({ key: value, value })),
  );
  return bodies;
}

it('the partitions of live members are read while the group waits for a killed one', async () => {
  const admin = openBus();
  open.push(admin);
  await withTopic(admin, { partitions: 6 }, async (topic) => {
    const [one, two, three] = await startThree(topic);
    const changes = one.assigned.length + two.assigned.length;
    kill(three);
    // The arrival of another begins a rebalance, which cannot end before the session of the killed member does.
    const four = startProcess(topic, 'four');
    four.catch(() => undefined);
    await expect.poll(() => stateOf(`group-${topic}`), patience).toBe('PreparingRebalance');
    const live = new Set([...one.subscription.assignments(), ...two.subscription.assignments()]);
    for (const wave of ['a', 'b', 'c']) {
      await publishTo(admin, topic, wave);
      await expect
        .poll(
          async () =>
            (await admin.admin.lag(`group-${topic}`, topic))
              .filter(({ partition }) => live.has(partition))
              .reduce((sum, { lag }) => sum + lag, 0),
          patience,
        )
        .toBe(0);
    }
    expect(holdsOf([one, two])).toEqual([2, 2]);
    expect(await stateOf(`group-${topic}`)).toBe('PreparingRebalance');
    expect(one.assigned.length + two.assigned.length).toBe(changes);
  });
});

it('a killed member that returns with its id has its partitions at once, and no other member notices', async () => {
  const admin = openBus();
  open.push(admin);
  await withTopic(admin, { partitions: 3 }, async (topic) => {
    const first = await startProcess(topic, 'one', { instanceId: 'one' });
    const other = await startProcess(topic, 'two', { instanceId: 'two' });
    await expect.poll(() => holdsOf([first, other]), patience).toEqual([2, 1]);
    const held = first.subscription.assignments();
    const changes = other.assigned.length;
    kill(first);
    const bodies = await publishTo(admin, topic, 'x');
    const second = await startProcess(topic, 'one', { instanceId: 'one' });
    expect(second.subscription.assignments()).toEqual(held);
    await expect
      .poll(() => new Set([...second.bodies, ...other.bodies]).size, patience)
      .toBe(bodies.length);
    expect(other.assigned).toHaveLength(changes);
  });
});

it('a member whose id another one takes continues without it', async () => {
  const admin = openBus();
  open.push(admin);
  await withTopic(admin, { partitions: 4 }, async (topic) => {
    const one = await startProcess(topic, 'one', { instanceId: 'same' });
    await expect.poll(() => holdsOf([one]), patience).toEqual([4]);
    const two = await startProcess(topic, 'two', { instanceId: 'same' });
    await expect.poll(() => holdsOf([one, two]), patience).toEqual([2, 2]);
    const bodies = await publishTo(admin, topic, 'x');
    await expect
      .poll(() => new Set([...one.bodies, ...two.bodies]).size, patience)
      .toBe(bodies.length);
  });
});

it('a member keeps reading the partitions that it keeps while others move', async () => {
  const admin = openBus();
  open.push(admin);
  await withTopic(admin, { partitions: 6 }, async (topic) => {
    const one = await startProcess(topic, randomUUID());
    await expect.poll(() => holdsOf([one]), patience).toEqual([6]);
    const two = await startProcess(topic, randomUUID());
    await expect.poll(() => holdsOf([one, two]), patience).toEqual([3, 3]);
    const kept = one.subscription.assignments();
    for (const assigned of one.assigned)
      expect(assigned).toEqual(expect.arrayContaining([...kept]));
  });
});
