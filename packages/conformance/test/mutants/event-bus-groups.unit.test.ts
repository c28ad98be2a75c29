import { eventBusSuite } from '@foldmart/conformance';
import { PortError } from '@foldmart/core';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { changingBus } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const lostConnection = new PortError({
  port: 'event-bus',
  operation: 'read',
  reason: 'unavailable',
  message: 'the connection was lost',
});

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that tells only those who hold partitions',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) =>
        bus.subscribe(
          {
            ...options,
            observer: {
              ...options.observer,
              assigned: (partitions) => {
                if (partitions.length > 0) options.observer?.assigned?.(partitions);
              },
            },
          },
          handler,
        ),
    })),
    caughtBy: ['a member that stands by is told that it holds nothing'],
  },
  {
    what: 'a bus that reports an interruption and no end of it',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) => {
        options.observer?.interrupted?.(lostConnection);
        return bus.subscribe(options, handler);
      },
    })),
    caughtBy: [
      'a member is told once that the transport does not answer, and once that it answers again',
    ],
  },
  {
    what: 'a bus that delivers nothing more after its connections broke',
    mutate: (instance) => {
      let isBroken = false;
      const changed = changingBus((bus) => ({
        subscribe: (options, handler) =>
          bus.subscribe(options, (batch, context) =>
            isBroken ? new Promise<void>(() => undefined) : handler(batch, context),
          ),
      }))(instance);
      return {
        ...changed,
        async cutOff() {
          isBroken = true;
          await instance.cutOff();
        },
      };
    },
    caughtBy: [
      'a member is told once that the transport does not answer, and once that it answers again',
    ],
  },
  {
    what: 'a bus whose members share nothing',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) =>
        bus.subscribe({ ...options, group: `${options.group} ${options.member}` }, handler),
    })),
    caughtBy: [
      'three partitions over 2 members make 2 + 1, every message handled once',
      'members of one process share as members of several do',
    ],
  },
  {
    what: 'a bus with one group for all',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) => bus.subscribe({ ...options, group: 'all' }, handler),
    })),
    caughtBy: [
      'each of two groups receives every message',
      'a group that joins late receives everything from the start',
    ],
  },
  {
    what: 'a bus that always starts from the earliest',
    mutate: changingBus((bus) => ({
      subscribe: (options, handler) =>
        bus.subscribe({ ...options, startFrom: 'earliest' }, handler),
    })),
    caughtBy: ['a new group that starts from the latest receives only what is published later'],
  },
  {
    what: 'a bus that applies startFrom although there is a commit',
    mutate: changingBus((bus) => ({
      subscribe: async (options, handler) => {
        const { group, topic, startFrom = 'earliest' } = options;
        await bus.admin.resetOffsets(group, topic, { to: startFrom }).catch(() => undefined);
        return bus.subscribe(options, handler);
      },
    })),
    caughtBy: ['a group with a commit resumes there, whatever its members’ startFrom'],
  },
  {
    what: 'a bus that closes without waiting for the work in flight',
    mutate: changingBus((bus) => ({
      subscribe: async (options, handler) => {
        const subscription = await bus.subscribe(options, handler);
        return {
          member: subscription.member,
          ended: subscription.ended,
          assignments: () => subscription.assignments(),
          close: () => subscription.close({ deadlineMs: 0 }),
        };
      },
    })),
    caughtBy: [
      'closing waits for work in flight and commits it; others take over, and nothing is redelivered',
      'members that close at the same time lose nothing',
    ],
  },
  {
    what: 'a bus that does not leave its groups on close',
    mutate: changingBus((bus) => ({
      subscribe: async (options, handler) => {
        const subscription = await bus.subscribe(options, handler);
        return {
          member: subscription.member,
          ended: Promise.resolve(),
          assignments: () => subscription.assignments(),
          close: async () => undefined,
        };
      },
    })),
    caughtBy: [
      'others take over from a member that closes before its session expires',
      'a stand-by member takes over when another leaves',
    ],
  },
  {
    what: 'a bus that can be used after it was closed',
    mutate: changingBus(() => ({ close: async () => undefined })),
    caughtBy: ['a closed bus rejects every call'],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);
