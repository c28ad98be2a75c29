import { eventBusSuite, type EventBusHarness } from '@foldmart/conformance';
import type { EventBus, RetryPolicy } from '@foldmart/core';
import { busHarness } from '../memory/harnesses.js';
import { changingBus } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const mutants: readonly Mutant<() => EventBusHarness>[] = [
  {
    what: 'a bus that corrects invalid counts',
    mutate: () =>
      busHarness(
        changingBus((bus) => ({
          subscribe: ({ maxBatchMessages, maxConcurrentPartitions, ...options }, handler) =>
            bus.subscribe(
              {
                ...options,
                maxBatchMessages: sane(maxBatchMessages),
                maxConcurrentPartitions: sane(maxConcurrentPartitions),
              },
              handler,
            ),
        })),
      ),
    caughtBy: [
      'a subscription whose maxBatchMessages is not a whole number from 1 is rejected, and joins no group',
      'a subscription whose maxConcurrentPartitions is not a whole number from 1 is rejected, and joins no group',
    ],
  },
  {
    what: 'a bus that accepts any deadline',
    mutate: () => busHarness(changingBus(closingAtOnce)),
    caughtBy: [
      'a deadline that is not whole milliseconds from 0 is rejected, and nothing is closed',
    ],
  },
  {
    what: 'a bus that corrects invalid times',
    mutate: () => {
      const harness = busHarness((instance) => instance);
      return {
        ...harness,
        open: ({ sessionTimeoutMs = 30_000, retry = anyRetry } = {}) =>
          harness.open({
            sessionTimeoutMs: sane(sessionTimeoutMs),
            retry: {
              firstDelayMs: sane(retry.firstDelayMs),
              longestDelayMs: sane(retry.longestDelayMs),
            },
          }),
      };
    },
    caughtBy: ['a bus whose times are not whole milliseconds from 1 does not open'],
  },
];

const anyRetry: RetryPolicy = { firstDelayMs: 10, longestDelayMs: 50 };

itRejects(eventBusSuite, (open) => open(), mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);

function closingAtOnce(bus: EventBus): Partial<EventBus> {
  return {
    close: () => bus.close({ deadlineMs: 0 }),
    subscribe: async (options, handler) => {
      const subscription = await bus.subscribe(options, handler);
      return {
        member: subscription.member,
        ended: subscription.ended,
        assignments: () => subscription.assignments(),
        close: () => subscription.close({ deadlineMs: 0 }),
      };
    },
  };
}

function sane(count = 500): number {
  return Number.isFinite(count) ? Math.max(1, Math.ceil(count)) : 500;
}
