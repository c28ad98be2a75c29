import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp, type App } from '@foldmart/composition';
import { isValidationError, type StoredEvent } from '@foldmart/core';
import { systemClock } from '@foldmart/node';
import { library } from '../src/library.js';

const dayMs = 86_400_000;
const inMemory = { QUEUE_TYPE: 'memory', CACHE_TYPE: 'memory', DB_TYPE: 'memory' };
let days = 0;
const clock = { ...systemClock, now: () => Date.UTC(2026, 2, 3) + days * dayMs };
let app: App<(typeof library)['deciders']>;
let run = 0;

beforeAll(async () => {
  app = await createApp(library, { ...inMemory, LOG_LEVEL: 'silent' }, { clock });
});
afterAll(() => app.close());

const names = fc.constantFrom('ann', 'bob', 'cid', 'dot');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('lend', 'reserve'), data: names }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom('giveBack', 'holdForNext', 'lapseHold') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('wait'), days: fc.integer({ min: 1, max: 30 }) }),
  },
);
const steps = fc.array(step, { minLength: 10, maxLength: 50 });
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Lets a random day at the library happen to a new book; resolves with its events. */
async function happen(sequence: readonly Step[]) {
  run += 1;
  const subject = app.book(`book-${String(run)}`);
  for (const step of sequence) {
    if ('days' in step) days += step.days;
    else await ignoreRefusal(app.handle('book', `book-${String(run)}`, step as never));
  }
  return (await (await app.database()).events.readStream(subject.streamId)).events;
}

async function ignoreRefusal(sent: Promise<unknown>): Promise<void> {
  await sent.catch((error: unknown) => {
    if (!isValidationError(error)) throw error;
  });
}

const memberOf = ({ data }: StoredEvent): unknown => data['member'];

it('lends a book to one member at a time', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      let borrower: unknown;
      for (const event of await happen(sequence)) {
        if (event.type === 'book_lent') {
          expect(borrower).toBeUndefined();
          borrower = memberOf(event);
        }
        if (event.type === 'book_returned') {
          expect(memberOf(event)).toBe(borrower);
          borrower = undefined;
        }
      }
    }),
    { numRuns: 100 },
  );
});

it('serves members in the order in which they reserved a book', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const queue: unknown[] = [];
      let kept: unknown;
      for (const event of await happen(sequence)) {
        const member = memberOf(event);
        if (event.type === 'book_reserved') queue.push(member);
        if (event.type === 'book_held') expect(queue.shift()).toBe((kept = member));
        if (event.type === 'hold_lapsed') kept = undefined;
        if (event.type === 'book_lent') {
          expect(kept ?? queue.shift() ?? member).toBe(member);
          kept = undefined;
        }
      }
    }),
    { numRuns: 100 },
  );
});

it('charges no negative fee, and lets nobody pay more than they owe', async () => {
  const cents = fc.integer({ min: 0, max: 500 });
  const payments = fc.array(fc.record({ type: fc.constantFrom('charge', 'pay'), cents }));
  await fc.assert(
    fc.asyncProperty(steps, payments, async (sequence, amounts) => {
      const fees = (await happen(sequence)).map(({ data }) => Number(data['fee'] ?? 0));
      expect(fees.every((fee) => fee >= 0)).toBe(true);
      let owed = 0;
      for (const { type, cents: amount } of amounts) {
        const data = (amount / 100).toFixed(2);
        await ignoreRefusal(app.handle('member', `m-${String(run)}`, { type, data }));
        if (type === 'charge' || amount <= owed) owed += type === 'charge' ? amount : -amount;
      }
      const state = await app.member(`m-${String(run)}`).state();
      expect(Math.round(Number(state.owed) * 100)).toBe(owed);
      expect(owed).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 100 },
  );
});
