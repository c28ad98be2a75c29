import {
  createMemoryDatabase,
  MemoryDatabase,
  type MemoryDatabaseInstance,
} from '@foldmart/adapters-memory';
import type { Clock, EventStore } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';

/** A log in memory that several processes open. */
export interface NotedLog {
  readonly clock: VirtualClock;
  readonly store: EventStore;
  /** Opens the log as another process, which may have a clock of its own. */
  open(own?: Clock): MemoryDatabaseInstance;
  /**
   * Appends a number of events `e-1`, `e-2`, …, numbered on from the last call, each to its own
   * stream.
   */
  note(count: number): Promise<void>;
}

/** Creates an empty log, in virtual time. */
export function notedLog(): NotedLog {
  const clock = new VirtualClock();
  const database = new MemoryDatabase({ clock });
  const open = (own: Clock = clock): MemoryDatabaseInstance =>
    createMemoryDatabase({}, { clock: own, projections: [], database });
  const { events: store } = open();
  let noted = 0;
  return {
    clock,
    store,
    open,
    async note(count) {
      for (let index = 0; index < count; index += 1) {
        const id = `e-${String((noted += 1))}`;
        const body = { type: 'noted', data: {}, schemaVersion: 1, origin: 'command' };
        const event = { ...body, id, time: '2026-02-03T14:30:00Z' };
        await store.append([{ streamId: `s-${id}`, expectedVersion: 0, events: [event] }]);
      }
    },
  };
}

/** The ids of the appended events `e-<from>` to `e-<to>`. */
export function notedIds(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `e-${String(from + index)}`);
}
