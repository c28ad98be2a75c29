import assert from 'node:assert/strict';
import type { DeliveredMessage, OutgoingMessage } from '@foldmart/core';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';

const utf8 = new TextEncoder();
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** Messages of which every part must be delivered unchanged. */
const messages: Readonly<Record<string, OutgoingMessage>> = {
  'a text body': { key: 'k', value: '{"event_type":"order_created","data":{}}' },
  'a body of many scripts': { key: '열쇠', value: '무선 이어폰 👨‍👩‍👧 “quoted” \u0000 \u200f' },
  'a body of every byte': { key: 'k', value: everyByte },
  'a body that is not text': { key: 'k', value: Uint8Array.of(0xff, 0xfe, 0x00, 0x80) },
  'an empty body': { key: 'k', value: '' },
  'an empty body of bytes': { key: 'k', value: new Uint8Array() },
  'a tombstone': { key: 'k', value: null },
  'a tombstone without a key': { key: null, value: null },
  'no key': { key: null, value: 'body' },
  'an empty key': { key: '', value: 'body' },
  'a key of every byte': { key: everyByte, value: 'body' },
  'a long key': { key: 'k'.repeat(2_000), value: 'body' },
  headers: { key: 'k', value: 'body', headers: { ce_id: '1', traceparent: '00-00-00-00' } },
  'an empty header': { key: 'k', value: 'body', headers: { empty: '' } },
  'unicode headers': { key: 'k', value: 'body', headers: { 이름: '홍길동 👍', 'x y': 'a=b;c' } },
  'headers named like an object’s own': {
    key: 'k',
    value: 'body',
    headers: { constructor: 'c', toString: 't', hasOwnProperty: 'h' },
  },
  'a hundred headers': {
    key: 'k',
    value: 'body',
    headers: Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`header-${index}`, `value ${index}`]),
    ),
  },
  'a body of 200 kB': { key: 'k', value: 'x가'.repeat(50_000) },
};

export const deliveryCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'key, body and headers are delivered unchanged',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      await scene.publish(Object.values(messages));
      await scene.join('member');
      await scene.waitForDeliveries(Object.keys(messages).length);
      const delivered = scene.recording.messages;
      assert.equal(delivered.length, Object.keys(messages).length);
      for (const [index, [what, message]] of Object.entries(messages).entries()) {
        assert.deepEqual(contentOf(delivered[index]), expectedContent(message), what);
      }
    },
  },
  {
    name: 'every message carries its coordinates and its timestamp',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const before = harness.clock.now();
      for (let nth = 0; nth < 30; nth += 1) await scene.publish([{ key: `${nth}`, value: 'body' }]);
      await scene.join('member');
      await scene.waitForDeliveries(30);
      const { messages: delivered } = scene.recording;
      const places = new Set(delivered.map(({ partition, offset }) => `${partition}/${offset}`));
      assert.equal(places.size, 30, 'every message has its own coordinates');
      for (const { topic, partition, timestampMs } of delivered) {
        assert.equal(topic, scene.topic);
        assert.ok(partition >= 0 && partition < 3, `partition ${partition}`);
        const isPlausible = Math.abs(timestampMs - before) < clockToleranceMs;
        assert.ok(isPlausible, `timestamp ${timestampMs}, published after ${before}`);
      }
    },
  },
  {
    name: 'what was published before the first subscription is delivered, also from another process',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const other = await harness.open();
      await scene.publish([{ key: 'k', value: 'k#0' }]);
      await other.bus.publish(scene.topic, [{ key: 'k', value: 'k#1' }]);
      await other.bus.close();
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(['k#0', 'k#1']);
    },
  },
  {
    name: 'a member at the end of its partitions receives what is published next',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const member = await scene.join('member');
      await scene.waitForShares([member], [3]);
      for (let nth = 0; nth < 5; nth += 1) {
        await scene.publish([{ key: 'k', value: `k#${nth}` }]);
        await scene.waitForDeliveries(nth + 1);
      }
      await scene.waitForCommit();
      scene.recording.assertExactly(['k#0', 'k#1', 'k#2', 'k#3', 'k#4']);
    },
  },
  {
    name: 'topics are independent of each other, for one group as well',
    async run(harness) {
      const [scene, other] = [await BusScene.open(harness), await BusScene.open(harness)];
      await scene.publish([{ key: 'k', value: 'k#0' }]);
      await other.publish([{ key: 'k', value: 'other#0' }]);
      await scene.join('member');
      await other.join('member', { group: scene.group });
      await scene.waitForCommit();
      await other.waitForCommit(scene.group);
      scene.recording.assertExactly(['k#0']);
      other.recording.assertExactly(['other#0']);
    },
  },
];

/** A transport stamps with its own clock, which may be that of another machine. */
const clockToleranceMs = 60_000;

function contentOf(
  message: DeliveredMessage | undefined,
): Pick<DeliveredMessage, 'key' | 'value' | 'headers'> | undefined {
  if (message === undefined) return undefined;
  const { key, value, headers } = message;
  return { key: plainBytes(key), value: plainBytes(value), headers: { ...headers } };
}

function expectedContent({
  key,
  value,
  headers = {},
}: OutgoingMessage): Pick<DeliveredMessage, 'key' | 'value' | 'headers'> {
  return { key: sent(key), value: sent(value), headers: { ...headers } };
}

function sent(part: string | Uint8Array | null): Uint8Array | null {
  return typeof part === 'string' ? utf8.encode(part) : part;
}

/** Drivers deliver Buffers, which are compared as plain bytes. */
function plainBytes(bytes: Uint8Array | null): Uint8Array | null {
  return bytes === null ? null : Uint8Array.from(bytes);
}
