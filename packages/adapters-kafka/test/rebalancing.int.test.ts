import { expect, it } from 'vitest';
import { realClock } from '@foldmart/conformance';
import { openBus } from './support/bus-harness.js';
import { bodiesOf } from './support/reading.js';
import { withTopic } from './support/topics.js';

/** Several heartbeats: enough time for a faulty rebalance to show. */
const GRACE_MS = 1_200;

it('a rebalance waits for the batches in flight and their commits, so that nothing is handled twice', async () => {
  const bus = openBus();
  const other = openBus();
  await withTopic(bus, { partitions: 3 }, async (topic) => {
    const group = `group-${topic}`;
    const bodies = Array.from({ length: 60 }, (_, index) => String(index));
    await bus.publish(
      topic,
      bodies.map((value) => ({ key: `k${value}`, value })),
    );
    const handled: { member: string; body: string | null }[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let atWork = 0;
    const first = await bus.subscribe({ topic, group, member: 'first' }, async ({ messages }) => {
      atWork += 1;
      await gate;
      handled.push(...bodiesOf(messages).map((body) => ({ member: 'first', body })));
    });
    await expect.poll(() => atWork).toBe(3);
    const joining = other.subscribe({ topic, group, member: 'second' }, async ({ messages }) => {
      handled.push(...bodiesOf(messages).map((body) => ({ member: 'second', body })));
    });
    await realClock.sleep(GRACE_MS);
    expect(handled).toEqual([]);
    expect(first.assignments()).toEqual([0, 1, 2]);
    open();
    const second = await joining;
    await expect.poll(() => first.assignments().length + second.assignments().length).toBe(3);
    await expect
      .poll(async () => (await bus.admin.lag(group, topic)).map(({ lag }) => lag))
      .toEqual([0, 0, 0]);
    expect(handled.map(({ body }) => body).sort()).toEqual([...bodies].sort());
  });
  await Promise.all([bus.close(), other.close()]);
});
