import { randomUUID } from 'node:crypto';
import { realClock } from '@foldmart/conformance';
import { isLostRace } from '../../src/classify-error.js';
import { rollBack, type Session } from '../../src/connection/session.js';
import { appendInTransaction } from '../../src/event-store/appending/append-in-transaction.js';
import { type LogContext } from '../../src/event-store/log-writer.js';
import { SerializationConflictError } from '../../src/event-store/serialization-conflict.js';
import { notedOn } from './noted-events.js';
import { PausingSession } from './pausing-session.js';

const longestPauseMs = 20;
/** Long enough for other transactions to run completely. */
const longestLeadMs = 300;
const rolledBackShare = 0.15;
const earlyIdShare = 0.25;
const mostStreams = 3;
const mostEvents = 4;

/** The combined record of all writers. */
export interface Writings {
  /** When the server confirmed the commit of an event, by its id, in milliseconds of the monotonic clock. */
  readonly committedAt: Map<string, number>;
  commits: number;
  rolledBack: number;
  lostRaces: number;
}

/** Appends to some of `streams` in transactions that pause between statements, until told to stop. */
export async function writeWithPauses(
  session: Session,
  context: LogContext,
  streams: number,
  { writings, isOver }: { readonly writings: Writings; readonly isOver: () => boolean },
): Promise<void> {
  const pausing = new PausingSession(session, () => Math.random() * longestPauseMs);
  while (!isOver()) {
    const appends = someStreams(streams).map((streamId) => notedOn(streamId, ...someIds()));
    try {
      await pausing.run({ text: 'BEGIN' });
      await pausing.run(context.beginAppend);
      if (Math.random() < earlyIdShare) await takeIdEarly(session);
      await appendInTransaction(pausing, context, appends);
    } catch (error) {
      await rollBack(session);
      if (!(error instanceof SerializationConflictError) && !isLostRace(error)) throw error;
      writings.lostRaces += 1;
      continue;
    }
    if (Math.random() < rolledBackShare) {
      await pausing.run({ text: 'ROLLBACK' });
      writings.rolledBack += 1;
      continue;
    }
    await pausing.run({ text: 'COMMIT' });
    const now = performance.now();
    writings.commits += 1;
    for (const { id } of appends.flatMap(({ events }) => events)) writings.committedAt.set(id, now);
  }
}

/** Assigns the transaction an id, so that it is older than later transactions that overtake it. */
async function takeIdEarly(session: Session): Promise<void> {
  await session.run({ text: 'SELECT pg_current_xact_id()' });
  await realClock.sleep(Math.random() * longestLeadMs);
}

function someStreams(streams: number): readonly string[] {
  const count = 1 + Math.floor(Math.random() * mostStreams);
  const picks = Array.from({ length: count }, () => Math.floor(Math.random() * streams));
  return [...new Set(picks)].map((pick) => `s-${String(pick)}`);
}

function someIds(): readonly string[] {
  return Array.from({ length: 1 + Math.floor(Math.random() * mostEvents) }, () => randomUUID());
}
