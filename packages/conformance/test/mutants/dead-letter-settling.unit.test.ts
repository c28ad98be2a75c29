import { deadLetterStoreSuite } from '@foldmart/conformance';
import type { DeadLetter, NewDeadLetter } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents, changingLetters } from './store-mutants.js';

const edits = 'an edit is kept beside the original, byte for byte, and the last one counts';
const once = ['replayed', 'discarded'].map(
  (as) => `a letter is ${as} once, with who did it, when and why`,
);
const counted = 'letters are listed and counted by status and key';
const found = 'a new letter waits, and is found by its id';
const next =
  'if the head of a key is settled, the next letter that waits is the head, and the last one releases the key';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that reads any number as an id',
    mutate: changingLetters((letters) => ({ find: (id) => letters.find(String(Number(id))) })),
    caughtBy: [found],
  },
  {
    what: 'a store whose letters are replayed from the start',
    mutate: changingFound((letter) => ({ ...letter, status: 'replayed' })),
    caughtBy: [found],
  },
  {
    what: 'a store that forgets when a message was published, and in which topic',
    mutate: changingLetters((letters) => ({
      park: (some) => letters.park(some.map(withoutPublication)),
    })),
    caughtBy: ['the time of a message and the identity of its topic are kept if they are known'],
  },
  {
    what: 'a store that overwrites a message with its edit',
    mutate: changingFound((letter) => ({
      ...letter,
      source: { ...letter.source, ...letter.edited },
    })),
    caughtBy: [edits],
  },
  {
    what: 'a store that keeps the first edit',
    mutate: changingLetters((letters) => ({
      async edit(id, contents, by) {
        const letter = await letters.find(id);
        return letters.edit(id, letter?.edited ?? contents, by);
      },
    })),
    caughtBy: [edits],
  },
  {
    what: 'a store that forgets who did what',
    mutate: changingLetters(() => ({ history: async () => [] })),
    caughtBy: [edits, ...once],
  },
  {
    what: 'a store that settles letters until one is wrong',
    mutate: changingLetters((letters) => ({
      async settle(ids, settlement) {
        for (const id of new Set(ids)) await letters.settle([id], settlement);
      },
    })),
    caughtBy: once,
  },
  {
    what: 'a store that settles letters again',
    mutate: changingLetters((letters) => ({
      settle: (ids, settlement) => letters.settle(ids, settlement).catch(() => undefined),
    })),
    caughtBy: once,
  },
  {
    what: 'a store that lists letters of every status',
    mutate: changingLetters((letters) => ({
      list: (query = {}) => letters.list(without(query, 'status')),
    })),
    caughtBy: [counted],
  },
  {
    what: 'a store that counts letters of every key',
    mutate: changingLetters((letters) => ({
      count: (filter = {}) => letters.count(without(filter, 'key')),
    })),
    caughtBy: [counted],
  },
  {
    what: 'a store that holds the keys of all letters',
    mutate: changingLetters((_letters, { events }) => ({
      async park(some) {
        await events.ingest({ items: [], deadLetters: some, parking: 'park-key' });
      },
    })),
    caughtBy: ['parking holds no key'],
  },
  {
    what: 'a store that lists the held keys of all groups',
    mutate: changingLetters((letters) => ({ heldKeys: () => letters.heldKeys() })),
    caughtBy: ['held keys are listed by group and topic, and name their heads'],
  },
  {
    what: 'a store that keeps the first head',
    mutate: changingLetters((letters) => {
      let first: Awaited<ReturnType<typeof letters.heldKeys>> | undefined;
      return { heldKeys: async () => (first ??= await letters.heldKeys()) };
    }),
    caughtBy: [next],
  },
  {
    what: 'a store that holds no key',
    mutate: changingEvents((events) => ({
      ingest: (batch) => events.ingest({ ...batch, parking: 'skip-message' }),
    })),
    caughtBy: [next],
  },
];

itRejects(deadLetterStoreSuite, storeHarness, mutants);
itAccepts(deadLetterStoreSuite, () => storeHarness((instance) => instance), mutants);

function changingFound(change: (letter: DeadLetter) => DeadLetter): StoreMutation {
  return changingLetters((letters) => ({
    list: async (query) => (await letters.list(query)).map(change),
    async find(id) {
      const letter = await letters.find(id);
      return letter && change(letter);
    },
  }));
}

function withoutPublication(letter: NewDeadLetter): NewDeadLetter {
  const source = without(without(letter.source, 'timestampMs'), 'topicId');
  return { ...letter, source };
}

function without<Value extends object, Name extends keyof Value>(
  value: Value,
  name: Name,
): Omit<Value, Name> {
  const kept = { ...value };
  Reflect.deleteProperty(kept, name);
  return kept;
}
