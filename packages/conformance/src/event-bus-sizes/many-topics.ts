import assert from 'node:assert/strict';
import { topicSpec } from '../event-bus/bus-scene.js';
import { numbered } from '../event-bus/numbered-messages.js';
import { Recording } from '../event-bus/recording.js';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { waitUntil } from '../waiting.js';

const topicCount = 20;
const messagesPerTopic = 250;
const longSession = { sessionTimeoutMs: 60_000 };

export const manyTopicCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'one process publishes to 20 topics and consumes all of them: 5,000 messages, each once, in order per key',
    timeoutMs: 180_000,
    async run(harness) {
      const { bus } = await harness.open(longSession);
      const topics = Array.from({ length: topicCount }, () => harness.uniqueName('topic'));
      await bus.admin.createTopics(topics.map((topic) => topicSpec(harness, topic, 3)));
      const group = harness.uniqueName('group');
      const recordings = topics.map((topic) => new Recording(topic));
      const messages = numbered(messagesPerTopic, ['one', 'two', 'three', 'four', 'five']);
      const bodies = messages.map(({ value }) => value);
      await Promise.all(
        topics.map(async (topic, index) => {
          const recording = recordings[index];
          assert.ok(recording);
          await bus.subscribe({ topic, group, member: 'member' }, recording.handler('member'));
          await bus.publish(topic, messages);
        }),
      );
      await waitUntil(
        harness.clock,
        'every topic is handled',
        () =>
          recordings.every(
            ({ bodies: seen, open }) => seen.length >= messagesPerTopic && open.length === 0,
          ),
        { seen: () => recordings.map(({ bodies: seen }) => seen.length) },
      );
      for (const recording of recordings) recording.assertExactly(bodies);
    },
  },
];
