import {
  accumulateRow,
  createEventRegistry,
  defineDecider,
  defineProjection,
  defineReadModel,
  ValidationError,
} from '@foldmart/core';
import * as z from 'zod';

/** Which guest has which seat of one show. */
type Seats = Readonly<Record<string, string>>;

const allFree: Seats = {};

const inShow = { show: z.string(), seat: z.string() };

/** The seats of one show: a seat is taken by one guest until it is returned. */
export const seats = defineDecider({
  events: {
    seat_taken: z.object({ ...inShow, guest: z.string() }),
    seat_returned: z.object(inShow),
  },
  initialState: allFree,
  commands: {
    take: (taken, { seat, guest }: { seat: string; guest: string }, { id: show }) => {
      const holder = taken[seat];
      if (holder !== undefined) throw new ValidationError(`Seat ${seat} is ${holder}'s.`);
      return { type: 'seat_taken', data: { show, seat, guest } };
    },
    giveUp: (taken, { seat }: { seat: string }, { id: show }) =>
      taken[seat] === undefined ? undefined : { type: 'seat_returned', data: { show, seat } },
  },
  evolve: {
    seat_taken: (taken, { seat, guest }) => ({ ...taken, [seat]: guest }),
    seat_returned: (taken, { seat }) =>
      Object.fromEntries(Object.entries(taken).filter(([other]) => other !== seat)),
  },
});

export const registry = createEventRegistry(Object.values(seats.events));

export const occupancyModel = defineReadModel({
  name: 'occupancy',
  key: ['show'],
  columns: { show: 'text', taken: 'integer' },
});

/** One row for each show, written in the transaction of each append. */
export const occupancy = defineProjection(registry, {
  name: 'occupancy',
  version: 1,
  mode: 'inline',
  models: [occupancyModel],
  on: {
    seat_taken: ({ data: { show } }) => [
      accumulateRow(occupancyModel, { show }, { add: { taken: 1 } }),
    ],
    seat_returned: ({ data: { show } }) => [
      accumulateRow(occupancyModel, { show }, { add: { taken: -1 } }),
    ],
  },
});
