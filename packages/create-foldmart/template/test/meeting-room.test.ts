import { specFor } from '@foldmart/core/testing';
import { describe, it } from 'vitest';
import { meetingRoom } from '../src/meeting-room.js';
import { reservedNow, reservationsOfGuests } from '../src/read-models.js';

const context = { id: 'a', now: '2026-02-03T14:30:00.000Z' };
const of = (guest: string) => ({ meeting_room: 'a', guest });
const reserved = (guest: string) => ({ type: 'meeting_room_reserved', data: of(guest) }) as const;
const awaited = (guest: string) => ({ type: 'meeting_room_awaited', data: of(guest) }) as const;
const released = (guest: string) => ({ type: 'meeting_room_released', data: of(guest) }) as const;
const reserve = (guest: string) => ({ type: 'reserve', data: guest, context }) as const;

describe('a meeting room', () => {
  it('is reserved if it is free', () => {
    specFor(meetingRoom)
      .given([])
      .when(reserve('ann'))
      .then([reserved('ann')]);
  });

  it('is waited for if another guest has it', () => {
    const taken = specFor(meetingRoom).given([reserved('ann')]);
    taken.when(reserve('bob')).then([awaited('bob')]);
    taken.when(reserve('ann')).thenFails('ann has a already.');
  });

  it('goes to the guest who waits longest', () => {
    specFor(meetingRoom)
      .given([reserved('ann'), awaited('bob'), awaited('cid'), released('ann')])
      .when({ type: 'reserveForNext', data: undefined, context })
      .then([reserved('bob')])
      .andState({ guest: 'bob', queue: ['cid'] });
  });

  it('is released only by the guest who has it', () => {
    specFor(meetingRoom)
      .given([reserved('ann')])
      .when({ type: 'release', data: 'bob', context })
      .thenFails('bob does not have a.');
  });
});

describe('the read models', () => {
  it('list what is reserved now', () => {
    specFor(reservedNow)
      .given([reserved('ann')])
      .then({ reserved_meeting_rooms: [of('ann')] });
    specFor(reservedNow)
      .given([reserved('ann'), released('ann')])
      .then({ reserved_meeting_rooms: [] });
  });

  it('count the reservations of each guest', () => {
    specFor(reservationsOfGuests)
      .given([reserved('ann'), reserved('ann'), reserved('bob')])
      .then({
        guests: [
          { guest: 'ann', reservations: 2 },
          { guest: 'bob', reservations: 1 },
        ],
      });
  });
});
