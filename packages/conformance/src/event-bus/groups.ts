import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';
import { Recording } from './recording.js';

export const groupCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'each of two groups receives every message',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const second = { group: harness.uniqueName('group'), recording: new Recording(scene.topic) };
      await scene.join('first');
      await scene.join('second', second);
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      await scene.waitForCommit();
      await scene.waitForCommit(second.group);
      scene.recording.assertExactly(messages.map(({ value }) => value));
      second.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a group that joins late receives everything from the start',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(120, manyKeys);
      await scene.publish(messages);
      await scene.join('early');
      await scene.waitForCommit();
      const late = { group: harness.uniqueName('group'), recording: new Recording(scene.topic) };
      await scene.join('late', late);
      await scene.waitForCommit(late.group);
      late.recording.assertExactly(messages.map(({ value }) => value));
      scene.recording.assertExactly(messages.map(({ value }) => value));
    },
  },
  {
    name: 'a new group that starts from the latest receives only what is published later',
    async run(harness) {
      const scene = await BusScene.open(harness);
      await scene.publish(numbered(60, manyKeys));
      const member = await scene.join('member', { startFrom: 'latest' });
      await scene.waitForShares([member], [3]);
      const later = numbered(60, manyKeys, 100);
      await scene.publish(later);
      await scene.waitForBodies(later.map(({ value }) => value));
      scene.recording.assertExactly(later.map(({ value }) => value));
    },
  },
  {
    name: 'a group that starts from the latest keeps its position in every partition after its members leave',
    async run(harness) {
      const scene = await BusScene.open(harness);
      await scene.publish(numbered(60, manyKeys));
      const first = await scene.join('first', { startFrom: 'latest' });
      await scene.waitForShares([first], [3]);
      await scene.publish([{ key: 'alone', value: 'alone#0' }]);
      await scene.waitForBodies(['alone#0']);
      await scene.waitForCommit();
      await first.subscription.close();
      const meanwhile = numbered(30, manyKeys, 100);
      await scene.publish(meanwhile);
      const lags = await scene.bus.admin.lag(scene.group, scene.topic);
      assert.ok(
        lags.every(({ committed }) => committed !== null),
        'it has a commit in each partition',
      );
      assert.equal(
        lags.reduce((sum, { lag }) => sum + lag, 0),
        30,
      );
      await scene.join('second', { startFrom: 'latest' });
      await scene.waitForCommit();
      scene.recording.assertExactly(['alone#0', ...meanwhile.map(({ value }) => value)]);
    },
  },
  {
    name: 'a group with a commit resumes there, whatever its members’ startFrom',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const [before, meanwhile] = [numbered(60, manyKeys), numbered(60, manyKeys, 100)];
      await scene.publish(before);
      const first = await scene.join('first');
      await scene.waitForCommit();
      await first.subscription.close();
      await scene.publish(meanwhile);
      await scene.join('second', { startFrom: 'latest' });
      await scene.waitForCommit();
      scene.recording.assertExactly([...before, ...meanwhile].map(({ value }) => value));
    },
  },
  {
    name: 'a group whose handler fails does not delay another group',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const messages = numbered(60, manyKeys);
      await scene.publish(messages);
      const failing = { group: harness.uniqueName('group'), recording: new Recording(scene.topic) };
      await scene.join('failing', {
        ...failing,
        work: async () => {
          throw new Error('this group fails');
        },
      });
      await scene.waitForDeliveries(1, failing.recording);
      await scene.join('member');
      await scene.waitForCommit();
      scene.recording.assertExactly(messages.map(({ value }) => value));
      assert.ok(failing.recording.of('failing').every(({ outcome }) => outcome !== 'done'));
    },
  },
];
