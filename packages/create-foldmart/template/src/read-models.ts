import {
  accumulateRow,
  defineProjection,
  defineReadModel,
  deleteRow,
  insertRow,
} from '@foldmart/core';
import { meetingRoom } from './meeting-room.js';

const events = Object.values(meetingRoom.events);

/** The meeting rooms that are reserved now. The index finds those of one guest. */
export const reservedMeetingRooms = defineReadModel({
  name: 'reserved_meeting_rooms',
  key: ['meeting_room'],
  columns: { meeting_room: 'text', guest: 'text' },
  indexes: [['guest']],
});

/** How often each guest has reserved. */
export const guests = defineReadModel({
  name: 'guests',
  key: ['guest'],
  columns: { guest: 'text', reservations: 'integer' },
  defaults: { reservations: 0 },
});

/** Inline: the row is there as soon as the command has returned. */
export const reservedNow = defineProjection(events, {
  name: 'reserved-now',
  version: 1,
  mode: 'inline',
  models: [reservedMeetingRooms],
  on: {
    meeting_room_reserved: ({ data }) => [insertRow(reservedMeetingRooms, data)],
    meeting_room_released: ({ data: { meeting_room } }) => [
      deleteRow(reservedMeetingRooms, { meeting_room }),
    ],
  },
});

/** Asynchronous: streams of many meeting rooms change the same row, and would wait for each other. */
export const reservationsOfGuests = defineProjection(events, {
  name: 'reservations-of-guests',
  version: 1,
  mode: 'async',
  models: [guests],
  on: {
    meeting_room_reserved: ({ data: { guest } }) => [
      accumulateRow(guests, { guest }, { add: { reservations: 1 } }),
    ],
  },
});
