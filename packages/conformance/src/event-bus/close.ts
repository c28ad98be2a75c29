import assert from 'node:assert/strict';
import { inBackground } from '../background.js';
import { Gate } from '../gate.js';
import type { EventBusHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { grace } from '../waiting.js';
import { BusScene, topicSpec } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const closeCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'closing waits for work in flight and commits it; others take over, and nothing is redelivered',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(240, manyKeys);
      const gate = new Gate();
      const leaving = await scene.join('leaving', {
        maxBatchMessages: 10,
        work: () => gate.pass(),
      });
      await scene.waitForShares([leaving], [3]);
      await scene.publish(messages);
      await scene.waitFor(
        'a batch of each partition is in hand',
        () => scene.recording.open.length === 3,
      );
      let isClosed = false;
      const closing = inBackground(
        leaving.subscription.close().then(() => {
          isClosed = true;
        }),
      );
      await grace(harness.clock);
      assert.equal(isClosed, false, 'it waits for the work in flight');
      gate.open();
      await closing;
      await leaving.subscription.ended;
      const handed = scene.recording.of('leaving').length;
      const heir = await scene.join('heir');
      await scene.waitForShares([heir], [3]);
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      assert.equal(scene.recording.of('leaving').length, handed, 'it takes no new batch');
      assert.deepEqual(leaving.subscription.assignments(), []);
    },
  },
  {
    name: 'a close that reaches its deadline aborts the work, and its batch is redelivered to another member',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(20, ['one', 'two']);
      await scene.publish(messages);
      const gate = new Gate();
      const stuck = await scene.join('stuck', { work: () => gate.pass() });
      await scene.waitForDeliveries(1);
      const [batch] = scene.recording.open;
      assert.equal(
        batch?.context.signal.aborted,
        false,
        'the signal is not aborted before the deadline',
      );
      await stuck.subscription.close({ deadlineMs: 100 });
      assert.equal(batch.context.signal.aborted, true, 'the signal is aborted at the deadline');
      await scene.join('heir');
      await scene.waitForCommit();
      gate.open();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
      const inherited = scene.recording.of('heir').flatMap(({ bodies }) => bodies);
      assert.deepEqual(
        inherited,
        messages.map(({ value }) => value),
      );
    },
  },
  {
    name: 'work that fails while its member closes is not committed',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(20, ['one', 'two']);
      await scene.publish(messages);
      const gate = new Gate();
      const leaving = await scene.join('leaving', {
        work: async () => {
          await gate.pass();
          throw new Error('too late');
        },
      });
      await scene.waitForDeliveries(1);
      const closing = inBackground(leaving.subscription.close());
      gate.open();
      await closing;
      await scene.join('heir');
      await scene.waitForCommit();
      const inherited = scene.recording.of('heir').flatMap(({ bodies }) => bodies);
      assert.deepEqual(
        inherited,
        messages.map(({ value }) => value),
      );
    },
  },
  {
    name: 'others take over from a member that closes before its session expires',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const leaving = await scene.join('leaving', { instanceOptions: longSession });
      const staying = await scene.join('staying', { instanceOptions: longSession });
      await scene.waitForShares([leaving, staying], [2, 1]);
      await leaving.subscription.close();
      await scene.waitForShares([staying], [3]);
    },
  },
  {
    name: 'closing a subscription again, or twice at once, is not an error',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const { subscription, instance } = await scene.join('member');
      await Promise.all([subscription.close(), subscription.close()]);
      await subscription.close();
      await subscription.ended;
      await Promise.all([instance.bus.close(), instance.bus.close()]);
      await instance.bus.close();
    },
  },
  {
    name: 'closing the bus closes its subscriptions, with work in flight',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys);
      const gate = new Gate();
      const instance = await harness.open();
      const members = [
        await scene.join('first', { instance, work: () => gate.pass() }),
        await scene.join('second', { instance, work: () => gate.pass() }),
      ];
      await scene.waitForShares(members, [2, 1]);
      await scene.publish(messages);
      await scene.waitFor('batches in hand', () => scene.recording.open.length === 3);
      const closing = inBackground(instance.bus.close());
      gate.open();
      await closing;
      await Promise.all(members.map(({ subscription }) => subscription.ended));
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a closed bus rejects every call',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const { bus } = await harness.open();
      await bus.close();
      const { topic, group } = scene;
      const closed = { reason: 'closed' } as const;
      await portErrorOf(bus.publish(topic, [{ key: 'k', value: 'v' }]), closed);
      await portErrorOf(
        bus.subscribe({ topic, group, member: 'member' }, async () => undefined),
        closed,
      );
      await portErrorOf(bus.admin.listTopics(), closed);
      await portErrorOf(bus.admin.lag(group, topic), closed);
      await portErrorOf(bus.admin.createTopics([topicSpec(harness, topic, 3)]), closed);
    },
  },
  {
    name: 'what was accepted before the bus closes is sent',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const { bus } = await harness.open();
      const messages = numbered(300, manyKeys.slice(0, 6));
      const calls = messages.map((message) => bus.publish(scene.topic, [message]));
      await Promise.all([bus.close(), ...calls]);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'members that close at the same time lose nothing',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(240, manyKeys);
      const work = (): Promise<void> => harness.clock.sleep(10);
      const members = await Promise.all(
        ['first', 'second', 'third'].map((name) => scene.join(name, { maxBatchMessages: 5, work })),
      );
      await scene.waitForShares(members, [1, 1, 1]);
      await scene.publish(messages);
      await scene.waitForDeliveries(30);
      await Promise.all(members.map(({ subscription }) => subscription.close()));
      await scene.join('heir');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
];

/** Longer than any wait, so that a bus that waits for it fails. */
const longSession = { sessionTimeoutMs: 60_000 };
