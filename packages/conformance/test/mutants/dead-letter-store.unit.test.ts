import { deadLetterStoreSuite } from '@foldmart/conformance';
import { ValidationError, type MessageSource, type NewDeadLetter } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingLetters } from './store-mutants.js';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that keeps repeated letters',
    mutate: changingParked((letter, nth) => ({
      ...letter,
      source: { ...letter.source, offset: `${letter.source.offset}.${nth}` },
    })),
    caughtBy: [
      'a message that is already parked is dropped, whatever its new reason',
      'a letter that many park concurrently is kept once',
    ],
  },
  {
    what: 'a store that identifies letters by their offset alone',
    mutate: changingParked((letter) => ({
      ...letter,
      source: { ...letter.source, group: 'catalogue', topic: 'books', partition: 0 },
    })),
    caughtBy: ['a letter of another group, topic or partition is another letter'],
  },
  {
    what: 'a store that identifies letters by their position alone',
    mutate: knowing(() => ''),
    caughtBy: ['another body', 'another key', 'another header'].map(createdAgain),
  },
  {
    what: 'a store that identifies letters by their bodies',
    mutate: knowing(({ value }) => String(value)),
    caughtBy: ['another key', 'no key', 'no headers'].map(createdAgain),
  },
  {
    what: 'a store that does not separate key and body',
    mutate: knowing(({ key, value, headers }) =>
      JSON.stringify([[...(key ?? []), ...(value ?? [])], headers]),
    ),
    caughtBy: [createdAgain('a key and a body that read the same together')],
  },
  {
    what: 'a store that treats bodies as text',
    mutate: changingParked((letter) => {
      const { value } = letter.source;
      const text = value && new TextEncoder().encode(new TextDecoder().decode(value));
      return { ...letter, source: { ...letter.source, value: text } };
    }),
    caughtBy: [
      'a message is kept byte for byte: every byte',
      'a message is kept byte for byte: a megabyte',
    ],
  },
  {
    what: 'a store that reads null as empty',
    mutate: changingParked((letter) => {
      const { key, value } = letter.source;
      const none = new Uint8Array();
      return { ...letter, source: { ...letter.source, key: key ?? none, value: value ?? none } };
    }),
    caughtBy: ['a message is kept byte for byte: no body and no key'],
  },
  {
    what: 'a store that drops characters from headers',
    mutate: changingParked((letter) => {
      const headers = JSON.stringify(letter.source.headers).replaceAll('\\u0000', '');
      const mended = JSON.parse(headers) as NewDeadLetter['source']['headers'];
      return { ...letter, source: { ...letter.source, headers: mended } };
    }),
    caughtBy: ['a message is kept byte for byte: a NUL character in a header'],
  },
  {
    what: 'a store that parks letters until one is wrong',
    mutate: changingLetters((letters) => ({
      async park(some) {
        for (const letter of some) {
          if (letter.detail.includes('\u0000')) throw new ValidationError('not text');
          await letters.park([letter]);
        }
      },
    })),
    caughtBy: ['a letter is kept even if its detail cannot be stored unchanged (1)'],
  },
  {
    what: 'a store that parks nothing',
    mutate: changingLetters(() => ({ park: async () => undefined })),
    caughtBy: [
      'a message is kept byte for byte: an ordinary message',
      'letters are counted by reason, and reasons without letters are absent',
      'every letter has an ascending id of its own, and the time of its parking in UTC',
    ],
  },
  {
    what: 'a store that lists the newest first',
    mutate: changingLetters((letters) => ({
      list: async (query) => (await letters.list(query)).toReversed(),
    })),
    caughtBy: [
      'every letter has an ascending id of its own, and the time of its parking in UTC',
      'a list has a hundred letters by default, and pages are complete',
    ],
  },
  {
    what: 'a store that compares ids as text',
    mutate: changingLetters((letters) => ({
      async list({ after, limit = 100, ...query } = {}) {
        const all = await letters.list({ ...query, limit: 10_000 });
        return all
          .filter(({ id }) => after === undefined || short(id) > short(after))
          .slice(0, limit);
      },
    })),
    caughtBy: ['a list has a hundred letters by default, and pages are complete'],
  },
  {
    what: 'a store that applies only the last of several conditions',
    mutate: changingLetters((letters) => ({
      list({ topic, group, reason, ...query } = {}) {
        if (reason !== undefined) return letters.list({ ...query, reason });
        return group === undefined
          ? letters.list({ ...query, ...(topic === undefined ? {} : { topic }) })
          : letters.list({ ...query, group });
      },
    })),
    caughtBy: ['letters are listed by topic, group and reason, and the conditions combine'],
  },
  {
    what: 'a store that counts reasons without letters',
    mutate: changingLetters((letters) => ({
      countByReason: async (filter) => ({ malformed: 0, ...(await letters.countByReason(filter)) }),
    })),
    caughtBy: [
      'letters are counted by reason, and reasons without letters are absent',
      'a new store holds no letters',
      'a count by reason counts what its filter matches, such as letters that wait',
    ],
  },
  {
    what: 'a store that counts settled letters as waiting',
    mutate: changingLetters((letters) => ({ countByReason: () => letters.countByReason() })),
    caughtBy: ['a count by reason counts what its filter matches, such as letters that wait'],
  },
];

itRejects(deadLetterStoreSuite, storeHarness, mutants);
itAccepts(deadLetterStoreSuite, () => storeHarness((instance) => instance), mutants);

function createdAgain(what: string): string {
  return `another message at the same offset is another letter, as in a topic that was recreated: ${what}`;
}

/** Drops letters of a place and of contents that are known. */
function knowing(contentsOf: (source: MessageSource) => string): StoreMutation {
  const known = new Set<string>();
  return changingLetters((letters) => ({
    park: (some) =>
      letters.park(
        some.filter(({ source }) => {
          const { group, topic, partition, offset } = source;
          const identity = JSON.stringify([group, topic, partition, offset, contentsOf(source)]);
          const isNew = !known.has(identity);
          known.add(identity);
          return isNew;
        }),
      ),
  }));
}

function changingParked(
  change: (letter: NewDeadLetter, nth: number) => NewDeadLetter,
): StoreMutation {
  let parked = 0;
  return changingLetters((letters) => ({
    park: (some) => letters.park(some.map((letter) => change(letter, (parked += 1)))),
  }));
}

/** An id without the part that makes it sort as a number. */
function short(id: string): string {
  return String(Number(id));
}
