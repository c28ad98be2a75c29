import { eventBusSuite } from '@foldmart/conformance';
import { PortError, type EventBus, type Subscription } from '@foldmart/core';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { changingBus, isUnknownTopic } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const follows =
  'a member whose topic is deleted says so, waits, and resumes when it is created again';
const allFollow = 'every member of a group follows its topic when it is created again';
const neverMissing =
  'a member that never saw its topic missing notices a new topic, and skips none of its messages';

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that says nothing about deleted topics',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) => bus.subscribe({ ...options, observer: {} }, handler),
    })),
    caughtBy: [
      follows,
      'a topic created again with more messages than the position in the former one is read from its start',
      neverMissing,
      allFollow,
    ],
  },
  {
    what: 'a bus whose members end with their topic',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) => subscribeUntilDeleted(bus, options, handler),
    })),
    caughtBy: [follows],
  },
  {
    what: 'a bus with one waiting member that stops all others of its process',
    mutate: changingBus((bus) => {
      let isWaiting = false;
      return {
        subscribe: ({ observer, ...options }, handler) =>
          bus.subscribe(
            {
              ...options,
              observer: {
                ...observer,
                topicChanged(change) {
                  isWaiting = change === 'deleted';
                  observer?.topicChanged?.(change);
                },
              },
            },
            async (batch, context) => {
              if (isWaiting) throw new Error('another member of the process waits');
              await handler(batch, context);
            },
          ),
      };
    }),
    caughtBy: ['while a member waits for its topic, members of other topics in its process work'],
  },
  {
    what: 'a bus that accepts a subscription to a topic that was deleted',
    mutate: changingBus((bus) => ({
      subscribe: async (options, handler) => {
        try {
          return await bus.subscribe(options, handler);
        } catch (error) {
          if (!isUnknownTopic(error)) throw error;
          return idle(options.member);
        }
      },
    })),
    caughtBy: ['a subscription to a topic that was deleted before is rejected'],
  },
  {
    what: 'a bus that drops what is published to a deleted topic',
    mutate: changingBus((bus) => ({
      publish: async (topic, messages) => {
        await bus.publish(topic, messages).catch((error: unknown) => {
          if (!isUnknownTopic(error)) throw error;
        });
      },
    })),
    caughtBy: [
      'a publisher whose topic another process deletes is rejected, and publishes to a new topic of the name',
    ],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);

async function subscribeUntilDeleted(
  bus: EventBus,
  { observer, ...options }: Parameters<EventBus['subscribe']>[0],
  handler: Parameters<EventBus['subscribe']>[1],
): Promise<Subscription> {
  let end: (error: unknown) => void = () => undefined;
  const ended = new Promise<void>((_resolve, reject) => (end = reject));
  const subscription = await bus.subscribe(
    {
      ...options,
      observer: {
        ...observer,
        topicChanged(change) {
          observer?.topicChanged?.(change);
          if (change === 'deleted') end(topicGone(options.topic));
        },
      },
    },
    handler,
  );
  return {
    member: subscription.member,
    ended,
    assignments: () => subscription.assignments(),
    close: (close) => subscription.close(close),
  };
}

function topicGone(topic: string): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'heartbeat',
    reason: 'rejected',
    code: 'unknown-topic',
    message: `There is no topic ${topic}.`,
  });
}

function idle(member: string): Subscription {
  return {
    member,
    ended: Promise.resolve(),
    assignments: () => [],
    close: async () => undefined,
  };
}
