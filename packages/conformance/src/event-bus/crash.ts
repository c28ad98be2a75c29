import assert from 'node:assert/strict';
import { never, Gate } from '../gate.js';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene, shortSession } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const crashCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'batches in flight at a crash are redelivered to another member, in order per key',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(240, manyKeys);
      const bodies = messages.map(({ value }) => value);
      const doomed = await scene.join('doomed', {
        instanceOptions: shortSession,
        maxBatchMessages: 10,
        work: () => never(),
      });
      await scene.waitForShares([doomed], [3]);
      await scene.publish(messages);
      await scene.waitFor(
        'it has a batch of each partition in hand',
        () => scene.recording.open.length === 3,
      );
      await doomed.instance.crash();
      scene.recording.forget('doomed');
      const heir = await scene.join('heir', { instanceOptions: shortSession });
      await scene.waitForShares([heir], [3]);
      await scene.waitForCommit();
      scene.recording.assertAtLeast(bodies);
      const handled = scene.recording.of('heir').flatMap((batch) => batch.bodies);
      assert.deepEqual([...handled].sort(), [...bodies].sort(), 'the heir handles them all, once');
    },
  },
  {
    name: 'after a crash, handling resumes at the last commit',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(30, ['one', 'two', 'three']);
      const bodies = messages.map(({ value }) => value);
      await scene.publish(messages);
      let handled = 0;
      const doomed = await scene.join('doomed', {
        instanceOptions: shortSession,
        maxBatchMessages: 5,
        work: async (batch) => {
          if (handled >= 10) return never();
          handled += batch.messages.length;
        },
      });
      await scene.waitFor('the handled batches are committed and the next is in hand', async () => {
        const [lag] = await scene.bus.admin.lag(scene.group, scene.topic);
        return lag?.lag === bodies.length - handled && scene.recording.open.length > 0;
      });
      await doomed.instance.crash();
      scene.recording.forget('doomed');
      await scene.join('heir', { instanceOptions: shortSession });
      await scene.waitForCommit();
      scene.recording.assertAtLeast(bodies);
      const inherited = scene.recording.of('heir').flatMap((batch) => batch.bodies);
      assert.deepEqual(inherited, bodies.slice(handled));
    },
  },
  {
    name: 'a batch that was handled but not committed before a crash is redelivered',
    async run(harness) {
      const scene = await BusScene.open(harness, 1);
      const messages = numbered(20, ['one', 'two']);
      const instance = await harness.open(shortSession);
      await scene.publish(messages);
      await scene.join('doomed', {
        instance,
        work: async () => {
          scene.recording.forget('doomed');
          await instance.crash();
        },
      });
      await scene.waitForDeliveries(1);
      await scene.join('heir', { instanceOptions: shortSession });
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
      const inherited = scene.recording.of('heir').flatMap((batch) => batch.bodies);
      assert.deepEqual(
        inherited,
        messages.map(({ value }) => value),
      );
    },
  },
  {
    name: 'when one of two members crashes, the other keeps its partitions and takes over the rest',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(240, manyKeys);
      const bodies = messages.map(({ value }) => value);
      const gate = new Gate();
      const doomed = await scene.join('doomed', {
        instanceOptions: shortSession,
        work: () => gate.pass(),
      });
      const heir = await scene.join('heir', { instanceOptions: shortSession });
      await scene.waitForShares([doomed, heir], [2, 1]);
      await scene.publish(messages);
      await scene.waitFor('it has a batch in hand', () => gate.waiting > 0);
      await doomed.instance.crash();
      scene.recording.forget('doomed');
      await scene.waitForShares([heir], [3]);
      await scene.waitForCommit();
      scene.recording.assertAtLeast(bodies);
      gate.open();
    },
  },
  {
    name: 'a handler slower than the session time-out keeps its partition, and nothing is redelivered',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys);
      const slowMs = 2.5 * (shortSession.sessionTimeoutMs ?? 0);
      const first = await scene.join('first', {
        instanceOptions: shortSession,
        work: () => harness.clock.sleep(slowMs),
      });
      const second = await scene.join('second', {
        instanceOptions: shortSession,
        work: () => harness.clock.sleep(slowMs),
      });
      await scene.waitForShares([first, second], [2, 1]);
      await scene.publish(messages);
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a member that joins while a handler is slow eventually gets its share',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys);
      const slowMs = 2 * (shortSession.sessionTimeoutMs ?? 0);
      await scene.publish(messages);
      let isSlow = true;
      const first = await scene.join('first', {
        instanceOptions: shortSession,
        work: () => harness.clock.sleep(isSlow ? slowMs : 0),
      });
      await scene.waitForDeliveries(1);
      const second = await scene.join('second', { instanceOptions: shortSession });
      await scene.waitForShares([first, second], [2, 1]);
      isSlow = false;
      await scene.waitForCommit();
      scene.recording.assertAtLeast(messages.map(({ value }) => value));
    },
  },
];
