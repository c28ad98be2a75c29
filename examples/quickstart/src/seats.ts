import {
  accumulateRow,
  createEventRegistry,
  defineEvent,
  defineProjection,
  defineReadModel,
  ValidationError,
  type Decider,
  type EventOf,
} from '@foldmart/core';
import { z } from 'zod';

const shared = {
  version: 1,
  topic: 'seats',
  partitionKey: ({ show }: { show: string }) => show,
  streamId: ({ show }: { show: string }) => `show-${show}`,
  startsStream: false,
} as const;

const seatTaken = defineEvent({
  ...shared,
  type: 'seat_taken',
  schema: z.looseObject({ show: z.string(), seat: z.string(), guest: z.string() }),
  identity: ({ show, seat }) => `${show}/${seat}`,
});

const seatReturned = defineEvent({
  ...shared,
  type: 'seat_returned',
  schema: z.looseObject({ show: z.string(), seat: z.string() }),
  identity: ({ show, seat }) => `${show}/${seat}`,
});

export const registry = createEventRegistry([seatTaken, seatReturned]);

type SeatEvent = EventOf<typeof seatTaken> | EventOf<typeof seatReturned>;
type SeatCommand =
  | { readonly do: 'take'; readonly show: string; readonly seat: string; readonly guest: string }
  | { readonly do: 'return'; readonly show: string; readonly seat: string };

/** Who sits where in one show. */
export const seats: Decider<ReadonlyMap<string, string>, SeatCommand, SeatEvent> = {
  initialState: new Map(),
  decide(command, taken) {
    const { show, seat } = command;
    if (command.do === 'return') {
      return taken.has(seat) ? [{ type: 'seat_returned', data: { show, seat } }] : [];
    }
    const guest = taken.get(seat);
    if (guest !== undefined) throw new ValidationError(`Seat ${seat} is ${guest}'s.`);
    return [{ type: 'seat_taken', data: { show, seat, guest: command.guest } }];
  },
  evolve(taken, { type, data }) {
    const next = new Map(taken);
    if (type === 'seat_taken') next.set(data.seat, data.guest);
    else next.delete(data.seat);
    return next;
  },
};

const occupancyModel = defineReadModel({
  name: 'occupancy',
  key: ['show'],
  columns: { show: 'text', taken: 'integer' },
});

/** A row a show, written in the transaction of each append. */
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
