import { eventBusSuite } from '@foldmart/conformance';
import { retryTransient, type EventBus } from '@foldmart/core';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { SkippingClock } from '../memory/skipping-clock.js';
import { changingBus } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const retry = {
  clock: new SkippingClock(),
  random: { next: () => Math.random() },
  policy: { firstDelayMs: 200, longestDelayMs: 2_000 },
};

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus that retries each failed call alone',
    mutate: changingBus((bus) => ({
      publish: (topic, messages) => retryTransient(() => bus.publish(topic, messages), retry),
    })),
    caughtBy: [
      'what was published behind a failed call of its key fails too',
      'failed calls that are published again in their order keep the order within a key',
    ],
  },
  {
    what: 'a bus that publishes what is behind a failed call',
    mutate: changingBus(failingFirstOnly),
    caughtBy: ['what was published behind a failed call of its key fails too'],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);

/** Rejects one call, and repeats the others until they succeed. */
function failingFirstOnly(bus: EventBus): Partial<EventBus> {
  let hasFailed = false;
  return {
    async publish(topic, messages) {
      try {
        await bus.publish(topic, messages);
      } catch (error) {
        if (!hasFailed) {
          hasFailed = true;
          throw error;
        }
        await retryTransient(() => bus.publish(topic, messages), retry);
      }
    },
  };
}
