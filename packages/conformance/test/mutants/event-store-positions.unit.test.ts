import { eventStoreSuite } from '@foldmart/conformance';
import type { ConsumedRange, IngestBatch } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

const rule = 'positions and gaps follow the rule over a long sequence of batches';
const kept =
  'a batch that begins ahead of the recorded position is recorded, and opens a gap that is kept and reported';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that records no position',
    mutate: changingConsumed(() => undefined),
    caughtBy: [rule, kept, 'the position of a batch is recorded with it, whatever the batch holds'],
  },
  {
    what: 'a store that records the position before the events',
    mutate: changingEvents((events) => ({
      async ingest({ consumed, ...batch }) {
        if (consumed !== undefined) await events.ingest({ items: [], consumed });
        return events.ingest(batch);
      },
    })),
    caughtBy: [1, 12].map((count) => `a batch of ${count} that is rejected records no position`),
  },
  {
    what: 'a store that records no position of a batch without events',
    mutate: changingEvents((events) => ({
      ingest: (batch) => events.ingest(batch.items.length > 0 ? batch : withoutConsumed(batch)),
    })),
    caughtBy: ['the position of a batch is recorded with it, whatever the batch holds'],
  },
  {
    what: 'a store that keeps the position of the last batch',
    mutate: keepingLast(),
    caughtBy: [
      rule,
      'neither a repeat nor a late batch of a former owner moves the position backwards',
    ],
  },
  {
    what: 'a store that reports a gap once and forgets it',
    mutate: changingEvents((events) => ({
      async ingest(batch) {
        const report = await events.ingest(batch);
        if (batch.consumed !== undefined) await dismiss(events, batch.consumed);
        return report;
      },
    })),
    caughtBy: [rule, kept],
  },
  {
    what: 'a store that takes any repeat for the missing messages',
    mutate: changingEvents((events) => ({
      async ingest(batch) {
        const { gap, ...report } = await events.ingest(batch);
        const { consumed } = batch;
        if (gap === undefined || consumed === undefined) return report;
        if (Number(consumed.from) >= Number(gap.to)) return { ...report, gap };
        await dismiss(events, consumed);
        return report;
      },
    })),
    caughtBy: [
      rule,
      'a batch within a gap does not close it, and another gap widens it',
      'a gap that the group consumes again shrinks from its start and closes at its end',
    ],
  },
  {
    what: 'a store that never closes a gap',
    mutate: changingConsumed((consumed) => ({
      ...consumed,
      from: consumed.from === '0' ? '0' : String(BigInt(consumed.from) + 1n),
    })),
    caughtBy: ['a gap that the group consumes again shrinks from its start and closes at its end'],
  },
  {
    what: 'a store that compares the positions of a topic with those of a former one',
    mutate: changingConsumed((consumed) => ({ ...consumed, topicId: null })),
    caughtBy: [
      'positions of other groups, topics, partitions and lives of a topic are not compared',
    ],
  },
  {
    what: 'a store that dismisses the gaps of all partitions',
    mutate: changingEvents((events) => ({
      dismissGaps: (group, topic) => events.dismissGaps(group, topic),
    })),
    caughtBy: ['a gap that is dismissed is closed, in one partition or in all of the topic'],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

function changingConsumed(
  change: (consumed: ConsumedRange) => ConsumedRange | undefined,
): StoreMutation {
  return changingEvents((events) => ({
    ingest({ consumed, ...batch }) {
      const changed = consumed && change(consumed);
      return events.ingest({ ...batch, ...(changed && { consumed: changed }) });
    },
  }));
}

function withoutConsumed({ items, deadLetters = [] }: IngestBatch): IngestBatch {
  return { items, deadLetters };
}

function dismiss(
  events: { dismissGaps(group: string, topic: string, partition?: number): Promise<number> },
  { group, topic, partition }: ConsumedRange,
): Promise<number> {
  return events.dismissGaps(group, topic, partition);
}

function keepingLast(): StoreMutation {
  return changingEvents((events) => {
    let last: ConsumedRange | undefined;
    return {
      ingest(batch) {
        last = batch.consumed ?? last;
        return events.ingest(batch);
      },
      async consumed() {
        const positions = await events.consumed();
        return positions.map((position) => ({ ...position, next: last?.next ?? position.next }));
      },
    };
  });
}
