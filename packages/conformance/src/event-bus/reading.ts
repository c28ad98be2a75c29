import assert from 'node:assert/strict';
import type { DeliveredMessage, EventBusAdmin } from '@foldmart/core';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered, textOf } from './numbered-messages.js';

export const readingCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a topic is read without a group: key, body, headers and coordinates, in order',
    async run(harness) {
      const scene = await BusScene.open(harness, 3);
      const messages = numbered(60, manyKeys).map((message) => {
        return { ...message, headers: { number: message.value } };
      });
      await scene.publish(messages);
      await scene.publish([{ key: null, value: null }]);
      const read = await readAll(scene, 7);
      const empty = read.filter(({ value }) => value === null);
      assert.deepEqual(
        empty.map(({ key }) => key),
        [null],
      );
      const bodies = read.filter(({ value }) => value !== null);
      assert.deepEqual(
        bodies.map(textOf).toSorted(),
        messages.map(({ value }) => value).toSorted(),
      );
      for (const message of bodies) assert.deepEqual(message.headers, { number: textOf(message) });
      const member = await scene.join('member');
      await scene.waitForCommit();
      await member.subscription.close();
      const delivered = new Map(scene.recording.messages.map((each) => [placeOf(each), each]));
      for (const message of bodies) {
        const same = delivered.get(placeOf(message));
        assert.deepEqual(bytesOf(message), same && bytesOf(same));
        assert.equal(message.timestampMs, same?.timestampMs);
      }
    },
  },
  {
    name: 'reading commits nothing and creates no group',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const { admin } = scene.bus;
      await scene.publish(numbered(10, manyKeys));
      await readAll(scene, 3);
      assert.deepEqual(await admin.describeGroups([scene.group]), []);
      await admin.resetOffsets(scene.group, scene.topic, { to: 'earliest' });
      const before = await admin.lag(scene.group, scene.topic);
      await readAll(scene, 3);
      assert.deepEqual(await admin.lag(scene.group, scene.topic), before);
    },
  },
  {
    name: 'a page has at most as many messages as asked for, and says where to continue',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(10, ['k']));
      const { admin } = scene.bus;
      const [start] = await admin.findOffsets(scene.topic, { to: 'earliest' });
      assert.ok(start);
      const first = await admin.read(scene.topic, { partition: 0, from: start.offset, limit: 4 });
      assert.deepEqual(first.messages.map(textOf), ['k#0', 'k#1', 'k#2', 'k#3']);
      const rest = await admin.read(scene.topic, { partition: 0, from: first.next, limit: 100 });
      assert.deepEqual(rest.messages.map(textOf), ['k#4', 'k#5', 'k#6', 'k#7', 'k#8', 'k#9']);
      assert.deepEqual([rest.next, first.end], [rest.end, rest.end]);
      const end = await admin.read(scene.topic, { partition: 0, from: rest.next, limit: 100 });
      assert.deepEqual(end, { messages: [], next: rest.next, end: rest.end });
      await scene.publish([{ key: 'k', value: 'k#10' }]);
      const more = await admin.read(scene.topic, { partition: 0, from: end.next, limit: 100 });
      assert.deepEqual(more.messages.map(textOf), ['k#10']);
    },
  },
  {
    name: 'offsets are found: the first kept, the end, and the first of a time',
    async run(harness) {
      const scene = await BusScene.open(harness, 2);
      await scene.publish(numbered(40, manyKeys));
      const { admin } = scene.bus;
      const lags = await admin.lag(scene.group, scene.topic);
      const ends = lags.map(({ partition, end }) => ({ partition, offset: end }));
      assert.deepEqual(await admin.findOffsets(scene.topic, { to: 'latest' }), ends);
      const starts = await admin.findOffsets(scene.topic, { to: 'earliest' });
      assert.deepEqual(
        starts.map(({ offset }, partition) => Number(ends[partition]?.offset) - Number(offset)),
        lags.map(({ lag }) => lag),
      );
      const all = await readAll(scene, 100);
      const oldest = Math.min(...all.map(({ timestampMs }) => timestampMs));
      const newest = Math.max(...all.map(({ timestampMs }) => timestampMs));
      const of = (timeMs: number) => admin.findOffsets(scene.topic, { to: 'time', timeMs });
      assert.deepEqual(await of(oldest), starts);
      assert.deepEqual(await of(newest + 3_600_000), ends);
    },
  },
  {
    name: 'reading from what is no longer there begins at the first message kept',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(numbered(5, ['k']));
      const page = await scene.bus.admin.read(scene.topic, { partition: 0, from: '0', limit: 1 });
      assert.deepEqual(page.messages.map(textOf), ['k#0']);
      const beyond = String(Number(page.end) + 10);
      const none = await scene.bus.admin.read(scene.topic, {
        partition: 0,
        from: beyond,
        limit: 1,
      });
      assert.deepEqual(none.messages, []);
    },
  },
  {
    name: 'reading what does not exist, or an impossible page, is rejected',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const { admin } = scene.bus;
      const page = { partition: 0, from: '0', limit: 1 };
      const unknown = { reason: 'rejected', code: 'unknown-topic' } as const;
      const nowhere = harness.uniqueName('nowhere');
      await portErrorOf(admin.read(nowhere, page), unknown);
      await portErrorOf(admin.findOffsets(nowhere, { to: 'latest' }), unknown);
      await portErrorOf(admin.read(scene.topic, { ...page, partition: 1 }), unknown);
      for (const wrong of [{ from: 'x' }, { from: '-1' }, { limit: 0 }, { limit: 1.5 }]) {
        await portErrorOf(admin.read(scene.topic, { ...page, ...wrong }), { reason: 'rejected' });
      }
    },
  },
];

/** All messages of the topic, partition by partition, in pages of `limit`. */
async function readAll(scene: BusScene, limit: number): Promise<readonly DeliveredMessage[]> {
  const { admin } = scene.bus;
  const starts = await admin.findOffsets(scene.topic, { to: 'earliest' });
  const read: DeliveredMessage[] = [];
  for (const { partition, offset } of starts) {
    const messages = await readPartition(admin, scene.topic, { partition, from: offset, limit });
    const offsets = messages.map((message) => Number(message.offset));
    assert.deepEqual(
      offsets,
      offsets.toSorted((one, other) => one - other),
      'in order',
    );
    read.push(...messages);
  }
  return read;
}

async function readPartition(
  admin: EventBusAdmin,
  topic: string,
  { partition, from, limit }: { partition: number; from: string; limit: number },
): Promise<readonly DeliveredMessage[]> {
  const read: DeliveredMessage[] = [];
  for (let next = from; ;) {
    const page = await admin.read(topic, { partition, from: next, limit });
    assert.ok(page.messages.length <= limit);
    read.push(...page.messages);
    if (Number(page.next) >= Number(page.end)) return read;
    assert.ok(Number(page.next) > Number(next), 'reading advances');
    next = page.next;
  }
}

function placeOf({ partition, offset }: DeliveredMessage): string {
  return `${partition}/${offset}`;
}

function bytesOf({ key, value, headers }: DeliveredMessage) {
  return { key: key && [...key], value: value && [...value], headers };
}
