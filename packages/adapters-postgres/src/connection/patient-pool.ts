import { ConnectionPool } from './connection-pool.js';
import type { Operation } from './port-failure.js';
import { inTransaction, Session } from './session.js';
import { Turns } from './turns.js';

/** The longest delay of a Node timer: 24 days. */
const longestTimerMs = 2_147_483_647;

const timeouts = [
  'statement_timeout',
  'idle_in_transaction_session_timeout',
  'transaction_timeout',
];

/**
 * Disables the server's time-outs until the end of the transaction, including those set for the role or the database.
 */
async function liftTimeouts(session: Session): Promise<void> {
  await session.run({
    text: `
      SELECT set_config(name, '0', true) FROM pg_settings
      WHERE name IN (${timeouts.map((name) => `'${name}'`).join(', ')})`,
  });
}

/**
 * Connections of a pool without time-outs, for long work: audits and rebuilds. It uses at most half of the pool at
 * once, so that other work can continue.
 */
export class PatientPool {
  readonly #pool: ConnectionPool;
  readonly #turns: Turns;

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
    this.#turns = new Turns(Math.max(1, Math.floor(pool.size / 2)));
  }

  get target(): ConnectionPool['target'] {
    return this.#pool.target;
  }

  /** Runs `work` in a transaction without time-outs, committed when it resolves. */
  transaction<Result>(
    operation: Operation,
    work: (session: Session) => Promise<Result>,
    begin?: string,
  ): Promise<Result> {
    return this.#turns.take(() =>
      this.#pool.use(operation, ({ client }) => {
        const session = new Session(client, longestTimerMs);
        const patiently = async (): Promise<Result> => {
          await liftTimeouts(session);
          return work(session);
        };
        return inTransaction(session, patiently, begin === undefined ? {} : { begin });
      }),
    );
  }
}
