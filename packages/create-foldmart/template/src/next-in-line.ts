import { defineSubscription } from '@foldmart/core';
import { meetingRoom } from './meeting-room.js';

const { meeting_room_released, meeting_room_awaited } = meetingRoom.events;

/**
 * Reserves a free meeting room for the guest who waits longest. Events come at least once. The command's id is derived from the
 * event, so a redelivered event changes nothing.
 */
export const nextInLine = defineSubscription({
  name: 'next-in-line',
  events: [meeting_room_released, meeting_room_awaited],
  handle: async ({ data }, { commands }) => {
    await commands(meetingRoom, data.meeting_room).reserveForNext();
  },
});
