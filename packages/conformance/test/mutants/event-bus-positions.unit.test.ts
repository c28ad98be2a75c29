import { eventBusSuite } from '@foldmart/conformance';
import type { BatchPosition, MessageBatch } from '@foldmart/core';
import { busHarness, type BusMutation } from '../memory/harnesses.js';
import { changingBatch } from './bus-mutants.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const begins =
  'the position of a batch begins where the batch before it ended, and its topic is the one described';
const restart =
  'positions are contiguous over a restart of the group, and when another member takes over';
const reset = 'after a reset, the first batch begins at the position that the group was given';

const mutants: readonly Mutant<BusMutation>[] = [
  {
    what: 'a bus whose batches begin at the start of the partition',
    mutate: changingPosition(() => ({ from: '0' })),
    caughtBy: [begins, restart, reset],
  },
  {
    what: 'a bus whose batches begin beyond their first message',
    mutate: changingPosition(({ from }) => ({ from: String(Number(from) + 1) })),
    caughtBy: [begins, restart, reset],
  },
  {
    what: 'a bus whose positions end at the last message',
    mutate: changingPosition(({ next }) => ({ next: String(Number(next) - 1) })),
    caughtBy: [begins, restart],
  },
  {
    what: 'a bus whose positions leave gaps',
    mutate: changingPosition(({ next }) => ({ next: String(Number(next) + 1) })),
    caughtBy: [begins, restart],
  },
  {
    what: 'a bus that moves the position of a batch at each delivery',
    mutate: movingAtDelivery(),
    caughtBy: ['a redelivered batch has the position of the failed one'],
  },
  {
    what: 'a bus that does not tell its topic',
    mutate: changingPosition(() => ({ topicId: null })),
    caughtBy: [begins],
  },
];

itRejects(eventBusSuite, busHarness, mutants);
itAccepts(eventBusSuite, () => busHarness((instance) => instance), mutants);

function changingPosition(
  change: (position: BatchPosition) => Partial<BatchPosition>,
): BusMutation {
  return changingBatch((batch) => ({
    ...batch,
    position: { ...batch.position, ...change(batch.position) },
  }));
}

/** Every delivery begins at the end of the one before, also if that failed. */
function movingAtDelivery(): BusMutation {
  const ends = new Map<number, string>();
  return changingBatch((batch: MessageBatch) => {
    const from = ends.get(batch.partition) ?? batch.position.from;
    ends.set(batch.partition, batch.position.next);
    return { ...batch, position: { ...batch.position, from } };
  });
}
