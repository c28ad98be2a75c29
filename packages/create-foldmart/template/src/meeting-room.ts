import { defineDecider, ValidationError } from '@foldmart/core';
import * as z from 'zod';

/** Who has the meeting room, and who waits for it, the first to come first. */
export interface MeetingRoom {
  readonly guest?: string;
  readonly queue: readonly string[];
}

const free: MeetingRoom = { queue: [] };

const shape = z.object({ meeting_room: z.string(), guest: z.string() });

/** The rules of one meeting room: one guest has it at a time, and those who wait get it in their order. */
export const meetingRoom = defineDecider({
  events: {
    meeting_room_reserved: shape,
    meeting_room_awaited: shape,
    meeting_room_released: shape,
  },
  initialState: free,
  commands: {
    reserve: ({ guest: holder, queue }, guest: string, { id }) => {
      if (holder === guest) throw new ValidationError(`${guest} has ${id} already.`);
      if (queue.includes(guest)) throw new ValidationError(`${guest} waits for ${id} already.`);
      const isFree = holder === undefined && queue.length === 0;
      const type = isFree ? 'meeting_room_reserved' : 'meeting_room_awaited';
      return { type, data: { meeting_room: id, guest } };
    },
    release: ({ guest: holder }, guest: string, { id }) => {
      if (holder !== guest) throw new ValidationError(`${guest} does not have ${id}.`);
      return { type: 'meeting_room_released', data: { meeting_room: id, guest } };
    },
    reserveForNext: ({ guest: holder, queue: [next] }, _input: undefined, { id }) => {
      if (holder !== undefined || next === undefined) return undefined;
      return { type: 'meeting_room_reserved', data: { meeting_room: id, guest: next } };
    },
  },
  evolve: {
    meeting_room_reserved: ({ queue }, { guest }) => ({
      guest,
      queue: queue.filter((other) => other !== guest),
    }),
    meeting_room_awaited: (state, { guest }) => ({ ...state, queue: [...state.queue, guest] }),
    meeting_room_released: ({ queue }) => ({ queue }),
  },
});
