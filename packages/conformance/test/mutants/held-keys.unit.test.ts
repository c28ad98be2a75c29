import { eventStoreSuite } from '@foldmart/conformance';
import type { IngestBatch, MessageSource, NewDeadLetter } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents, changingLetters } from './store-mutants.js';

const holds =
  'a parked message holds its key, in its batch and in later ones, and other keys are recorded';
const redelivered =
  'a redelivered batch with a held key changes nothing, and reports the same outcomes';
const settled = 'a redelivered message whose letter was replayed or discarded holds nothing again';
const discarded =
  'a redelivered message whose letter was discarded is not recorded, although nothing is wrong with it';
const several =
  'of several parked messages of a key, the first is the head, and the ids ascend in their order';
const concurrent =
  'one batch in several processes at once parks each message once, behind one head';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that holds no key',
    mutate: changingBatch((batch) => ({ ...batch, parking: 'skip-message' })),
    caughtBy: [
      holds,
      several,
      'another process finds the key held',
      'a redelivered head stays parked, although nothing is wrong with it',
      'a key is held although the batch that parks its message records no position',
      'an item that is refused holds its key: a NUL character',
      'an item that is refused holds its key: a very long id',
    ],
  },
  {
    what: 'a store that records the items of a batch before its letters',
    mutate: changingEvents((events) => ({
      async ingest({ deadLetters = [], ...batch }) {
        const report = await events.ingest(batch);
        await events.ingest({ items: [], deadLetters, parking: batch.parking ?? 'skip-message' });
        return report;
      },
    })),
    caughtBy: [holds, concurrent],
  },
  {
    what: 'a store that holds keys only in batches with a position',
    mutate: changingBatch((batch) =>
      batch.consumed === undefined ? { ...batch, parking: 'skip-message' } : batch,
    ),
    caughtBy: ['a key is held although the batch that parks its message records no position'],
  },
  {
    what: 'a store that takes every letter that waits for a held key',
    mutate: changingLetters((letters) => ({
      async heldKeys() {
        const waiting = await letters.list({ status: 'waiting' });
        return waiting.map(({ id: head, source: { group, topic, key }, parkedAt: heldSince }) => {
          return { group, topic, key: key ?? new Uint8Array(), head, heldSince, waiting: 1 };
        });
      },
    })),
    caughtBy: [
      'a conflict holds nothing',
      'with skip-message, a parked message holds nothing, and held keys are recorded',
    ],
  },
  {
    what: 'a store for which no key is a key',
    mutate: changingSources((source) => ({ ...source, key: source.key ?? new Uint8Array() })),
    caughtBy: ['a message without a key holds nothing'],
  },
  {
    what: 'a store that holds a key for every group and topic',
    mutate: changingSources((source) => ({ ...source, group: 'all', topic: 'all' })),
    caughtBy: ['keys of other groups and topics are not held'],
  },
  {
    what: 'a store that parks everything of a held key',
    mutate: changingSources((source, nth) => ({ ...source, topicId: `life ${nth}` })),
    caughtBy: ['messages before the head of their key are recorded'],
  },
  {
    what: 'a store that compares offsets of different partitions',
    mutate: changingSources((source) => ({ ...source, partition: 0 })),
    caughtBy: [
      'messages in another partition and in another life of the topic come after the head of their key',
    ],
  },
  {
    what: 'a store that compares offsets of different lives of a topic',
    mutate: changingSources((source) => ({ ...source, topicId: 'all' })),
    caughtBy: [
      'messages in another partition and in another life of the topic come after the head of their key',
    ],
  },
  {
    what: 'a store that takes a redelivered letter for a new one',
    mutate: changingSources((source, nth) => ({ ...source, headers: { nth: String(nth) } })),
    caughtBy: [redelivered, settled, discarded, concurrent],
  },
  {
    what: 'a store that parks letters as they come',
    mutate: changingEvents((events) => ({
      async ingest({ deadLetters = [], ...batch }) {
        for (const letter of deadLetters) {
          await events.ingest({ items: [], deadLetters: [letter], parking: 'park-key' });
        }
        return events.ingest(batch);
      },
    })),
    caughtBy: [several],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

function changingBatch(change: (batch: IngestBatch) => IngestBatch): StoreMutation {
  return changingEvents((events) => ({ ingest: (batch) => events.ingest(change(batch)) }));
}

let batches = 0;

/** Changes where every message of a batch comes from; batches are counted. */
function changingSources(
  change: (source: MessageSource, nth: number) => MessageSource,
): StoreMutation {
  return changingBatch(({ items, deadLetters = [], ...batch }) => {
    batches += 1;
    const nth = batches;
    const moved = (letter: NewDeadLetter): NewDeadLetter => {
      return { ...letter, source: change(letter.source, nth) };
    };
    return {
      ...batch,
      items: items.map((item) =>
        item.source === undefined ? item : { ...item, source: change(item.source, nth) },
      ),
      deadLetters: deadLetters.map(moved),
    };
  });
}
