import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { BusScene, shortSession } from './bus-scene.js';
import { manyKeys, numbered } from './numbered-messages.js';

export const interruptionCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'a member is told once that the transport does not answer, and once that it answers again',
    async run(harness) {
      const scene = await BusScene.open(harness);
      const told: string[] = [];
      const { instance } = await scene.join('cut off', {
        instanceOptions: { ...shortSession, canCutOff: true },
        observer: {
          interrupted: ({ isRetryable }) => told.push(isRetryable ? 'interrupted' : 'ended'),
          reconnected: () => told.push('reconnected'),
        },
      });
      const before = numbered(30, manyKeys);
      await scene.publish(before);
      await scene.waitForCommit();
      await instance.cutOff();
      const hasNetwork = scene.bus.capabilities.isShared;
      if (hasNetwork) {
        await scene.waitFor('it is told of the interruption', () => told.includes('interrupted'));
      }
      await instance.reconnect();
      const after = numbered(30, manyKeys, 30);
      await scene.publish(after);
      await scene.waitForBodies([...before, ...after].map(({ value }) => value));
      if (hasNetwork) {
        await scene.waitFor('it is told of the end', () => told.at(-1) === 'reconnected');
      }
      const pairs = Array.from({ length: told.length / 2 }, () => ['interrupted', 'reconnected']);
      assert.deepEqual(told, pairs.flat(), 'told in turns');
      if (!hasNetwork) assert.deepEqual(told, [], 'a transport within the process has no network');
    },
  },
];
