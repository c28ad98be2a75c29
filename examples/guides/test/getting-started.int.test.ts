import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApp, waitUntil, wantedTopics } from '@foldmart/composition';
import { systemClock } from '@foldmart/node';
import { scratchSchema } from './support/scratch-schema.js';
// #region decider
import { defineDecider, ValidationError } from '@foldmart/core';
import * as z from 'zod';

const noSeats: readonly string[] = [];

const show = defineDecider({
  events: {
    seat_taken: z.object({ show: z.string(), seat: z.string(), guest: z.string() }),
    seat_returned: z.object({ show: z.string(), seat: z.string() }),
  },
  initialState: noSeats,
  commands: {
    take: (taken, { seat, guest }: { seat: string; guest: string }, { id }) => {
      if (taken.includes(seat)) throw new ValidationError(`Seat ${seat} is taken.`);
      return { type: 'seat_taken', data: { show: id, seat, guest } };
    },
    giveUp: (taken, seat: string, { id }) => {
      if (!taken.includes(seat)) return undefined;
      return { type: 'seat_returned', data: { show: id, seat } };
    },
  },
  evolve: {
    seat_taken: (taken, { seat }) => [...taken, seat],
    seat_returned: (taken, { seat }) => taken.filter((other) => other !== seat),
  },
});
// #endregion

// #region specification
import { specFor } from '@foldmart/core/testing';

const context = { id: 'hamlet', now: '2026-02-03T19:30:00Z' };
const seatTaken = {
  type: 'seat_taken',
  data: { show: 'hamlet', seat: 'A1', guest: 'ann' },
} as const;

it('lets a seat be taken once', () => {
  const take = { type: 'take', data: { seat: 'A1', guest: 'ann' }, context } as const;
  specFor(show).given([]).when(take).then([seatTaken]);
  specFor(show).given([seatTaken]).when(take).thenFails('Seat A1 is taken.');
});
// #endregion

// #region projection
import { defineProjection, defineReadModel, deleteRow, insertRow } from '@foldmart/core';

const seats = defineReadModel({
  name: 'seats',
  key: ['show', 'seat'],
  columns: { show: 'text', seat: 'text', guest: 'text' },
  indexes: [['guest']],
});

const seating = defineProjection(Object.values(show.events), {
  name: 'seating',
  version: 1,
  mode: 'inline',
  models: [seats],
  on: {
    seat_taken: ({ data }) => [insertRow(seats, data)],
    seat_returned: ({ data }) => [deleteRow(seats, data)],
  },
});
// #endregion

// #region subscription
import { defineSubscription } from '@foldmart/core';

const guest = defineDecider({
  events: { booked: z.object({ show: z.string() }) },
  initialState: { bookings: 0 },
  commands: { book: (_state, to: string) => ({ type: 'booked', data: { show: to } }) },
  evolve: { booked: ({ bookings }) => ({ bookings: bookings + 1 }) },
});

const counting = defineSubscription({
  name: 'counting',
  events: [show.events.seat_taken],
  handle: async ({ data }, { commands }) => {
    await commands(guest, data.guest).book(data.show);
  },
});
// #endregion

// #region domain
import { defineDomain } from '@foldmart/core';

export const theatre = defineDomain({
  name: 'theatre',
  deciders: { show, guest },
  projections: [seating],
  subscriptions: [counting],
});
// #endregion

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

describe.each([
  { QUEUE_TYPE: 'memory', DB_TYPE: 'memory' },
  { QUEUE_TYPE: 'redis', DB_TYPE: 'postgres' },
  { QUEUE_TYPE: 'kafka', DB_TYPE: 'postgres' },
])('the theatre on $QUEUE_TYPE and $DB_TYPE', (settings) => {
  it('books seats, counts bookings, and takes bookings from the queue', async () => {
    const app = await open(settings);
    // #region commands
    const hamlet = app.show('hamlet');
    await hamlet.take({ seat: 'A1', guest: 'ann' });
    await hamlet.take({ seat: 'A2', guest: 'bob' }, { commandId: 'request-7' });
    await hamlet.take({ seat: 'A2', guest: 'bob' }, { commandId: 'request-7' }); // changes nothing
    await hamlet.giveUp('A2');

    await hamlet.state(); // ['A1']
    await hamlet.state({ version: 2 }); // ['A1', 'A2']
    // #endregion
    expect(await hamlet.state()).toEqual(['A1']);
    expect(await hamlet.state({ version: 2 })).toEqual(['A1', 'A2']);
    // #region find
    const ofAnn = await app.rows.find(seats, {
      index: ['guest'],
      where: { guest: 'ann' },
      limit: 100,
    });
    // #endregion
    expect(ofAnn).toEqual([{ show: 'hamlet', seat: 'A1', guest: 'ann' }]);
    // #region start
    const roles = await app.start();
    // #endregion
    // #region publish
    await app.publish([
      {
        id: 'kiosk-1/42',
        type: 'seat_taken',
        data: { show: 'hamlet', seat: 'B1', guest: 'ann' },
        streamId: app.show('hamlet').streamId,
      },
    ]);
    // #endregion
    const deadline = { clock: systemClock, pollMs: 50, deadlineMs: 40_000 };
    const isCounted = async () => (await app.guest('ann').state()).bookings === 2;
    expect(await waitUntil(isCounted, deadline)).toBe(true);
    expect(await hamlet.state()).toEqual(['A1', 'B1']);
    // #region close
    await roles.stop();
    await app.close();
    // #endregion
  });
});

/** The theatre with topics and a schema of its own, which `afterEach` removes. */
async function open(settings: Readonly<Record<string, string>>) {
  const scratch = scratchSchema();
  const schema = scratch.options.schema ?? '';
  const own = { POSTGRES_SCHEMA: schema, TOPIC_PREFIX: `${schema}.`, LOG_LEVEL: 'silent' };
  for (const [name, value] of Object.entries({ ...settings, ...own })) vi.stubEnv(name, value);
  // #region app
  const app = await createApp(theatre);
  // #endregion
  closing.push(async () => {
    await app.close();
    if (settings['DB_TYPE'] === 'postgres') await scratch.drop();
    if (settings['QUEUE_TYPE'] === 'memory') return;
    const cleaner = await createApp(theatre, { ...settings, ...own });
    await cleaner.bus().admin.deleteTopics(wantedTopics(cleaner).map(({ name }) => name));
    await cleaner.close();
  });
  return app;
}
