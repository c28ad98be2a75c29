import { eventBusSuite } from '@foldmart/conformance';
import type { EventBus, OutgoingMessage } from '@foldmart/core';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { changingBus, changingMessage, isUnknownTopic } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const noBytes = new Uint8Array();

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that sends a call in reverse',
    mutate: changingBus((bus) => ({
      publish: (topic, messages) => bus.publish(topic, messages.toReversed()),
    })),
    caughtBy: ['messages of one call keep their order within a key'],
  },
  {
    what: 'a bus whose calls overtake each other',
    mutate: changingBus(overtaking),
    caughtBy: ['calls that are not awaited keep their order within a key'],
  },
  {
    what: 'a bus that spreads a key over the partitions',
    mutate: changingBus((bus) => ({
      publish: (topic, messages) =>
        bus.publish(
          topic,
          messages.map((message, index) => ({ ...message, key: `${index}` })),
        ),
    })),
    caughtBy: [
      'messages of one key go to one partition, from any process, with the key as text or as bytes',
      'key, body and headers are delivered unchanged',
    ],
  },
  {
    what: 'a bus that sends all messages without a key to one partition',
    mutate: changingBus((bus) => ({
      publish: (topic, messages) => bus.publish(topic, messages.map(withSomeKey)),
    })),
    caughtBy: [
      'messages without a key are spread over the partitions',
      'key, body and headers are delivered unchanged',
    ],
  },
  {
    what: 'a bus that drops headers',
    mutate: changingMessage(() => ({ headers: {} })),
    caughtBy: ['key, body and headers are delivered unchanged'],
  },
  {
    what: 'a bus that turns a tombstone into an empty body',
    mutate: changingMessage(({ value }) => ({ value: value ?? noBytes })),
    caughtBy: ['key, body and headers are delivered unchanged'],
  },
  {
    what: 'a bus that decodes bodies as text',
    mutate: changingMessage(({ value }) => ({
      value: value && new TextEncoder().encode(new TextDecoder().decode(value)),
    })),
    caughtBy: ['key, body and headers are delivered unchanged'],
  },
  {
    what: 'a bus that gives all messages the same coordinates',
    mutate: changingMessage(() => ({ offset: '0' })),
    caughtBy: ['every message carries its coordinates and its timestamp'],
  },
  {
    what: 'a bus that creates missing topics',
    mutate: changingBus((bus) => ({
      publish: (topic, messages) =>
        bus.publish(topic, messages).catch((error: unknown) => {
          if (!isUnknownTopic(error)) throw error;
        }),
    })),
    caughtBy: [
      'publishing to a topic that does not exist is rejected, and creates none',
      'a publish to a missing topic does not affect concurrent ones',
      'a deleted topic is gone with its messages, and deleting it again is not an error',
    ],
  },
  {
    what: 'a bus that sends the rest of a call with a message that is too large',
    mutate: changingBus((bus) => ({
      publish: async (topic, messages) => {
        const isSmall = ({ value }: OutgoingMessage): boolean => (value?.length ?? 0) < 1_000_000;
        await bus.publish(topic, messages.filter(isSmall));
        await bus.publish(
          topic,
          messages.filter((message) => !isSmall(message)),
        );
      },
    })),
    caughtBy: ['a message above the maximum size is rejected, and nothing of its call is sent'],
  },
  {
    what: 'a bus that checks only the body against its limit',
    mutate: changingBus((bus) => ({
      publish: (topic, messages) =>
        bus.publish(
          topic,
          messages.map(({ key, value }) => ({ key, value })),
        ),
    })),
    caughtBy: ['the size of a message is that of its key, body and headers together'],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);

/** Delays every second call. */
function overtaking(bus: EventBus): Partial<EventBus> {
  let calls = 0;
  return {
    async publish(topic, messages) {
      calls += 1;
      for (let turn = 0; turn < 10 * (calls % 2); turn += 1) await Promise.resolve();
      await bus.publish(topic, messages);
    },
  };
}

function withSomeKey({ key, ...message }: OutgoingMessage): OutgoingMessage {
  return { ...message, key: key ?? 'none' };
}
