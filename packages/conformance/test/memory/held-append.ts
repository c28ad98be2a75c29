import type { HeldAppend, StoreInstance } from '@foldmart/conformance';
import type { StreamAppend } from '@foldmart/core';

type Connect = (beforeCommit: () => Promise<void>) => StoreInstance;

const rolledBack = new Error('rolled back on purpose');

/** Runs an append up to its commit, and waits there. */
export async function holdAppend(connect: Connect, append: StreamAppend): Promise<HeldAppend> {
  let end: (way: 'commit' | 'rollback') => void = () => undefined;
  const ended = new Promise<'commit' | 'rollback'>((resolve) => (end = resolve));
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const { events } = connect(async () => {
    arrive();
    if ((await ended) === 'rollback') throw rolledBack;
  });
  const done = ignoringRollback(events.append([append]));
  await Promise.race([arrived, done]);
  const finish = (way: 'commit' | 'rollback'): Promise<void> => {
    end(way);
    return done;
  };
  return { commit: () => finish('commit'), rollback: () => finish('rollback') };
}

/** Takes a position and rolls back. */
export async function wastePosition(connect: Connect): Promise<void> {
  const held = await holdAppend(connect, {
    streamId: 'wasted',
    expectedVersion: 'any',
    events: [
      {
        id: 'wasted',
        type: 'wasted',
        data: {},
        schemaVersion: 1,
        time: '2026-02-03T14:30:00Z',
        origin: 'command',
      },
    ],
  });
  await held.rollback();
}

async function ignoringRollback(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error !== rolledBack) throw error;
  }
}
