import { realClock } from '@foldmart/conformance';
import type { Session } from '../../src/connection/session.js';

const patienceMs = 30_000;
const pauseMs = 10;

/** Ends the server's side of every connection under this name; resolves when there is none. */
export async function endBackends(session: Session, applicationName: string): Promise<void> {
  const deadline = realClock.monotonic() + patienceMs;
  while ((await terminate(session, applicationName)) > 0) {
    if (realClock.monotonic() > deadline) throw new Error(`${applicationName} does not end.`);
    await realClock.sleep(pauseMs);
  }
}

async function terminate(session: Session, applicationName: string): Promise<number> {
  const { rowCount } = await session.run({
    text: 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
    values: [applicationName],
  });
  return rowCount;
}
