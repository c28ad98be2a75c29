import { defineConfig } from '@foldmart/composition';
import { domain } from './src/domain.js';
import { reservedMeetingRooms } from './src/read-models.js';

/** What the `foldmart` command runs, with commands of its own. */
export default defineConfig({
  domain,
  commands: (command) => [
    command({
      name: 'reserve <id> <guest>',
      summary: 'reserve a meeting room, or wait for it',
      run: async (app, { id, guest }) => {
        const { state } = await app.meetingRoom(id).reserve(guest);
        return state.guest === guest ? `${guest} has ${id}` : `${guest} waits for ${id}`;
      },
    }),
    command({
      name: 'release <id> <guest>',
      summary: 'release a meeting room',
      run: async (app, { id, guest }) => (await app.meetingRoom(id).release(guest)).events,
    }),
    command({
      name: 'reserved',
      summary: 'list the meeting rooms that are reserved now',
      run: (app) => app.rows.scan(reservedMeetingRooms, { limit: 100 }),
    }),
  ],
});
