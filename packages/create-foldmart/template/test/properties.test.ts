import { fold, isValidationError } from '@foldmart/core';
import { specFor } from '@foldmart/core/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meetingRoom } from '../src/meeting-room.js';
import { reservedNow } from '../src/read-models.js';

type Event = ReturnType<typeof meetingRoom.decide>[number];

const names = fc.constantFrom('ann', 'bob', 'cid', 'dot');
const steps = fc.array(
  fc.record({ type: fc.constantFrom('reserve', 'release', 'reserveForNext'), guest: names }),
  { maxLength: 40 },
);

type Step = typeof steps extends fc.Arbitrary<(infer Value)[]> ? Value : never;

/** The events that a sequence of commands leads to; refused commands lead to none. */
function happen(sequence: readonly Step[]): readonly Event[] {
  return sequence.reduce<readonly Event[]>((log, step) => [...log, ...decide(log, step)], []);
}

function decide(log: readonly Event[], { type, guest }: Step): readonly Event[] {
  const context = { id: 'a', now: '2026-02-03T14:30:00.000Z' };
  const command =
    type === 'reserveForNext' ? { type, data: undefined, context } : { type, data: guest, context };
  try {
    return meetingRoom.decide(command, fold(meetingRoom, log));
  } catch (error) {
    if (isValidationError(error)) return [];
    throw error;
  }
}

it('is reserved by one guest at a time', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      let holder: string | undefined;
      for (const { type, data } of happen(sequence)) {
        if (type === 'meeting_room_reserved') {
          expect(holder).toBeUndefined();
          holder = data.guest;
        }
        if (type === 'meeting_room_released') {
          expect(data.guest).toBe(holder);
          holder = undefined;
        }
      }
    }),
  );
});

it('serves those who wait in their order', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const queue: string[] = [];
      for (const { type, data } of happen(sequence)) {
        if (type === 'meeting_room_awaited') queue.push(data.guest);
        if (type === 'meeting_room_reserved') expect(queue.shift() ?? data.guest).toBe(data.guest);
      }
    }),
  );
});

it('has a row if and only if it is reserved', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const events = happen(sequence);
      const { guest } = fold(meetingRoom, events);
      specFor(reservedNow)
        .given(events.filter(({ type }) => type !== 'meeting_room_awaited'))
        .then({
          reserved_meeting_rooms: guest === undefined ? [] : [{ meeting_room: 'a', guest }],
        });
    }),
  );
});
