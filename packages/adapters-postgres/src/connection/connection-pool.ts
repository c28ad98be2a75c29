import pg from 'pg';
import { isPortError, type Logger } from '@foldmart/core';
import { sqlState } from '../classify-error.js';
import type { ConnectionTarget } from './connection-target.js';
import { closedError, isDomainError, toPortError, type Operation } from './port-failure.js';
import { inTransaction, Session, type StatementResult } from './session.js';
import type { Statement } from './statement.js';
import { WireClient } from './wire/wire-client.js';

/**
 * Connections to one database, shared by all ports: never more than its size. It rejects with what a port may throw.
 */
export class ConnectionPool {
  readonly target: ConnectionTarget;
  readonly size: number;
  readonly #pool: pg.Pool;
  readonly #logger: Logger;
  #closing: Promise<void> | undefined;

  constructor(target: ConnectionTarget, size: number, logger: Logger) {
    this.target = target;
    this.size = size;
    this.#logger = logger;
    this.#pool = new pg.Pool({ ...target.config, max: size, Client: WireClient });
    // Without listeners, an idle connection that breaks would end the process.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', (error) => this.#report(error)));
  }

  /** Runs `work` on a connection of its own. */
  async use<Result>(
    operation: Operation,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    if (this.#closing !== undefined) throw closedError(operation, this.target.address);
    try {
      return await this.#withClient(work);
    } catch (error) {
      throw toPortError(operation, this.target.address, error);
    }
  }

  /** Runs `work` in a transaction, committed when it resolves. */
  async transaction<Result>(
    operation: Operation,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    return this.use(operation, (session) => inTransaction(session, work));
  }

  /**
   * Runs a single statement. If it was prepared before a rebuild gave its columns other types, the server rejects it
   * without executing it; it is then parsed again.
   */
  async run(operation: Operation, statement: Statement): Promise<StatementResult> {
    try {
      return await this.use(operation, (session) => session.run(statement));
    } catch (error) {
      if (!isStalePlan(error) || statement.name === undefined) throw error;
      const { text, values = [] } = statement;
      return this.use(operation, (session) => session.run({ text, values }));
    }
  }

  /** Waits for connections in use, then closes all. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#pool.end();
    return this.#closing;
  }

  async #withClient<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let isBroken = false;
    try {
      return await work(new Session(client));
    } catch (error) {
      isBroken = !leavesConnectionUsable(error);
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  /** Not a failure by itself: an idle connection is replaced, and a call that needed it fails with its own error. */
  #report(error: Error): void {
    this.#logger.info(`Postgres at ${this.target.address}: a connection was lost`, {
      reason: error.message,
    });
  }
}

/** "cached plan must not change result type". */
function isStalePlan(error: unknown): boolean {
  return isPortError(error) && sqlState(error.cause) === '0A000';
}

/** Whether the connection can be reused: the error is one of the domain, or the server rejected a single statement. */
function leavesConnectionUsable(error: unknown): boolean {
  const state = sqlState(error);
  if (state === undefined) {
    return isPortError(error) || isDomainError(error);
  }
  // A session that began read-only (25006) remains so after the server accepts writes again.
  const endsConnection = ['08', '57P', '25006', '25P03', '0A000', '26000'];
  return !endsConnection.some((prefix) => state.startsWith(prefix));
}
