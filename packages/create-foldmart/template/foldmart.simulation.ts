import { domainWorld, eventually, invariant } from '@foldmart/simulator';
import { domain } from './src/domain.js';
import type { meetingRoom } from './src/meeting-room.js';
import { reservedMeetingRooms } from './src/read-models.js';

type Own = { readonly meetingRoom: typeof meetingRoom };

/** What `foldmart simulate` and the tests try: several processes and clients, crashes, lost answers, and what must hold. */
export default domainWorld({
  config: { domain },
  commands: (choose) => {
    const id = choose.oneOf(['a', 'b']);
    const data = choose.oneOf(['ann', 'bob', 'cid']);
    const type = choose.oneOf(['reserve', 'release']);
    return { decider: 'meetingRoom', id, type, data };
  },
  invariants: [
    invariant<Own>('a reserved meeting room has one row', (view) => {
      const reserved = [...view.states('meetingRoom').values()].filter(
        ({ guest }) => guest !== undefined,
      );
      return view.rows(reservedMeetingRooms).length === reserved.length;
    }),
    eventually<Own>('no free meeting room is waited for', (view) =>
      [...view.states('meetingRoom').values()].every(
        ({ guest, queue }) => guest !== undefined || queue.length === 0,
      ),
    ),
  ],
});
