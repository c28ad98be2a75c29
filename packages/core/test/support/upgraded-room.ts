import { planRebuilds, PortError, type RebuildPlan, type RebuildStore } from '@foldmart/core';
import {
  foldOf,
  placed,
  read,
  ReadingRoom,
  record,
  roomProjections,
  type RoomProgram,
} from './reading-room.js';

export const history = [
  placed('a', 's'),
  read('a', 1),
  read('b', 1),
  placed('b', 't'),
  read('a', 2),
  read('b', 2, { fault: 'throws' }),
  read('b', 3),
];
export const sound = history.filter(({ data }) => !('fault' in data));
/** A room whose rows are of version 1, opened by a program of version 2. */
export async function upgraded(events = sound, program: RoomProgram = {}) {
  const room = new ReadingRoom();
  const old = room.open();
  await room.drive(record(old.instance.events, events));
  const next = room.open({ version: 2, ...program });
  const plan = planOf(next.all);
  return { room, old, ...next, plan };
}

export function planOf(all: Parameters<typeof planRebuilds>[0]): RebuildPlan {
  return planRebuilds(all).find(({ id }) => id === 'books+readings')!;
}

/** The same store with one method replaced. */
export function storeThat(rebuilds: RebuildStore, change: Partial<RebuildStore>): RebuildStore {
  return new Proxy(rebuilds, {
    get(target, name) {
      const changed: unknown = Reflect.get(change, name);
      if (changed !== undefined) return changed;
      const member = Reflect.get(target, name) as (...values: unknown[]) => unknown;
      return member.bind(target);
    },
  });
}

export function expectedRows(program: RoomProgram = { version: 2 }, events = sound) {
  const [books, readings] = roomProjections({ isMended: true, ...program });
  const { books: bookRows, readings: readingRows } = foldOf(events, [books!, readings!]);
  return { books: bookRows, readings: readingRows };
}

/** What a store rejects a step of a rebuild with. */
export function rebuildFailure(reason: 'timeout' | 'rejected'): PortError {
  const message = 'no step';
  return new PortError({ port: 'rebuild-store', operation: 'advance', reason, message });
}
