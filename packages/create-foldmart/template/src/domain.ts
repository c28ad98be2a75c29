import { defineDomain } from '@foldmart/core';
import { meetingRoom } from './meeting-room.js';
import { nextInLine } from './next-in-line.js';
import { reservedNow, reservationsOfGuests } from './read-models.js';

/** Everything that the application consists of. It names no queue and no database: settings do. */
export const domain = defineDomain({
  name: 'acme-office',
  deciders: { meetingRoom },
  projections: [reservedNow, reservationsOfGuests],
  subscriptions: [nextInLine],
});
