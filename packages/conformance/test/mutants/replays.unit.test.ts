import { eventStoreSuite } from '@foldmart/conformance';
import {
  isPortError,
  isValidationError,
  successorLetter,
  type DeadLetter,
  type DeadLetterFilter,
  type EventStore,
  type IngestItem,
  type ReplayReport,
  type ReplayRequest,
} from '@foldmart/core';
import type { StoreInstance } from '@foldmart/conformance';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

const whole = 'a replay records a mended message and what waits behind it, in the order of the key';
const steps = 'a replay goes in steps, each of which keeps the rest held';
const stream = 'events of one stream follow in the order of their key';
const duplicate = 'an event that was recorded before is a duplicate, and its letter is replayed';
const unreadable =
  'a replay stops at a letter that cannot be read, which becomes the head with its new reason';
const conflict = 'a replay stops at a conflict, and what is behind it waits until it is discarded';
const failsAgain = 'a head that fails again stays the head';
const dryRun = 'a dry run reports what would happen, and changes nothing';
const projection = 'a failing inline projection rejects a replay, and no letter is at fault';
const refused =
  'a letter behind the head, one that was settled, and one that does not exist are not replayed';
const alone = 'a letter that holds no key is replayed alone';
const older = 'a conflict that was parked before the head does not block its key';
const racing =
  'a batch that is concurrent with a replay of its key is parked, or comes after it in the log';
const killed = 'a replay that was killed continues with the next, and records nothing twice';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that replays one letter at a time',
    mutate: changingReplay((request, events) => events.replay({ ...request, limit: 1 })),
    caughtBy: [whole],
  },
  {
    what: 'a store that knows no limit',
    mutate: changingReplay((request, events) => events.replay({ ...request, limit: 1_000 })),
    caughtBy: [steps],
  },
  {
    what: 'a store that replays the newest letter first',
    mutate: changingReplay((request, _events, store) =>
      byHand(store, request, (letters) => letters.toReversed()),
    ),
    caughtBy: [whole, stream],
  },
  {
    what: 'a store that forgets its edits',
    mutate: changingReplay(({ read, ...request }, events) =>
      events.replay({ ...request, read: (letter) => read({ ...letter, edited: null }) }),
    ),
    caughtBy: [whole],
  },
  {
    what: 'a store that takes duplicates for new events',
    mutate: changingReplay(async (request, events) => {
      const report = await events.replay(request);
      const letters = report.letters.map((each) =>
        each.outcome === 'duplicate' ? { ...each, outcome: 'appended' as const } : each,
      );
      return { ...report, letters };
    }),
    caughtBy: [duplicate],
  },
  {
    what: 'a store that goes past a letter that fails',
    mutate: changingReplay(async (request, events, { deadLetters }) => {
      const report = await events.replay(request);
      const failed = report.letters.find(({ outcome }) => outcome === 'failed');
      if (failed === undefined) return report;
      await deadLetters.settle([failed.id], { as: 'discarded', by: 'nobody' });
      return { ...report, next: null };
    }),
    caughtBy: [unreadable, conflict, failsAgain],
  },
  {
    what: 'a store that takes a conflict for a duplicate',
    mutate: changingReplay(({ read, ...request }, events) =>
      events.replay({
        ...request,
        read: (letter) => {
          const found = read(letter);
          if (!found.ok) return found;
          const { item } = found;
          return { ok: true, item: { ...item, streamId: `${item.streamId} again` } };
        },
      }),
    ),
    caughtBy: [conflict],
  },
  {
    what: 'a store that knows no dry run',
    mutate: changingReplay((request, events) => events.replay({ ...request, dryRun: false })),
    caughtBy: [dryRun],
  },
  {
    what: 'a store whose dry run only reads',
    mutate: changingReplay(async (request, events) => {
      if (request.dryRun !== true) return events.replay(request);
      return { letters: [{ id: request.letter, outcome: 'appended' }], next: null };
    }),
    caughtBy: [dryRun, `${projection}: in a dry run too`],
  },
  {
    what: 'a store that blames a letter for a failing projection',
    mutate: changingReplay((request, events) =>
      events.replay(request).catch((error: unknown) => {
        if (!isPortError(error)) throw error;
        return { letters: [failure(request.letter)], next: request.letter };
      }),
    ),
    caughtBy: [projection, `${projection}: in a dry run too`],
  },
  {
    what: 'a store that replays any letter',
    mutate: changingReplay((request, events) =>
      events.replay(request).catch((error: unknown) => {
        if (!isValidationError(error)) throw error;
        return { letters: [], next: null };
      }),
    ),
    caughtBy: [refused],
  },
  {
    what: 'a store that replays every letter of a key',
    mutate: changingReplay((request, _events, store) =>
      byHand(store, request, (letters) => letters),
    ),
    caughtBy: [alone, older],
  },
  {
    what: 'a store that looks for held keys and parks behind them in two transactions',
    mutate: changingEvents((events, { deadLetters }) => ({
      async ingest(batch) {
        if ((batch.deadLetters ?? []).length > 0) return events.ingest(batch);
        const held = await deadLetters.heldKeys();
        for (let turn = 0; turn < 20; turn += 1) await deadLetters.count();
        const isBehind = ({ source }: IngestItem): boolean =>
          source !== undefined && held.some(({ key }) => String(key) === String(source.key));
        const behind = batch.items.filter(isBehind).flatMap(({ source }) => source ?? []);
        await deadLetters.park(behind.map((source) => successorLetter(source, 1)));
        return events.ingest({ items: batch.items.filter((item) => !isBehind(item)) });
      },
    })),
    caughtBy: [racing],
  },
  {
    what: 'a store that marks letters before it records them',
    mutate: changingReplay(async ({ letter, read, by }, events, { deadLetters }) => {
      const found = await deadLetters.find(letter);
      await deadLetters.settle([letter], { as: 'replayed', by });
      for (let turn = 0; turn < 20; turn += 1) await deadLetters.count();
      const item = found && read(found);
      if (item?.ok === true) await events.ingest({ items: [item.item] });
      const [next] = await deadLetters.heldKeys();
      return { letters: [{ id: letter, outcome: 'appended' }], next: next?.head ?? null };
    }),
    caughtBy: [killed],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

function changingReplay(
  replay: (
    request: ReplayRequest,
    events: EventStore,
    instance: StoreInstance,
  ) => Promise<ReplayReport>,
): StoreMutation {
  return changingEvents((events, instance) => ({
    replay: (request) => replay(request, events, instance),
  }));
}

/** Replays all letters of a key that wait, in some order, each in a transaction of its own. */
async function byHand(
  { events, deadLetters }: StoreInstance,
  { letter: id, read, by }: ReplayRequest,
  order: (letters: readonly DeadLetter[]) => readonly DeadLetter[],
): Promise<ReplayReport> {
  const first = await deadLetters.find(id);
  if (first === undefined) return { letters: [], next: null };
  const { group, topic, key } = first.source;
  const all: DeadLetterFilter = { group, topic, status: 'waiting', ...(key !== null && { key }) };
  const letters = order(await deadLetters.list({ ...all, limit: 1_000 }));
  for (const letter of letters) {
    const found = read(letter);
    if (!found.ok) return { letters: [failure(letter.id)], next: letter.id };
    await events.ingest({ items: [found.item] });
    await deadLetters.settle([letter.id], { as: 'replayed', by });
  }
  return {
    letters: letters.map(({ id: each }) => ({ id: each, outcome: 'appended' })),
    next: null,
  };
}

function failure(id: string): ReplayReport['letters'][number] {
  return { id, outcome: 'failed', reason: 'invalid', detail: 'something' };
}
