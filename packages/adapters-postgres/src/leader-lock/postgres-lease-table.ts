import { PortError, type HeldLease, type LeaderLease, type LeaseTable } from '@foldmart/core';
import { present } from '../codec.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { Operation } from '../connection/port-failure.js';
import { Session, type TextRow } from '../connection/session.js';
import type { Parameter, PreparedStatement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import { isStorableText } from '../event-store/representable.js';
import { leaseStatements, type LeaseStatements } from './lease-statements.js';

const port = 'leader-lock';

/** Leases in the table `leader_leases`, by short statements on any connection of the pool. */
export class PostgresLeaseTable implements LeaseTable {
  readonly #pool: ConnectionPool;
  readonly #statements: LeaseStatements;
  readonly #holder: string;
  readonly #leaseMs: number;

  /** `table` is qualified and quoted; `holder` names this process, and no other. */
  constructor(pool: ConnectionPool, table: string, holder: string, leaseMs: number) {
    this.#pool = pool;
    this.#statements = leaseStatements(table);
    this.#holder = holder;
    this.#leaseMs = leaseMs;
  }

  async acquire(name: string): Promise<number | undefined> {
    assertStorable(name);
    const values = [name, this.#holder, this.#leaseMs];
    const rows = await this.#run('tryAcquire', this.#statements.acquire, values);
    return rows[0] === undefined ? undefined : Number(rows[0][0]);
  }

  async renew(leases: readonly HeldLease[]): Promise<ReadonlySet<string>> {
    const values = [...arraysOf(leases), this.#leaseMs];
    const rows = await this.#run('renew', this.#statements.renew, values);
    return new Set(rows.map(([name]) => present(name)));
  }

  async release(leases: readonly HeldLease[]): Promise<void> {
    await this.#run('release', this.#statements.release, arraysOf(leases));
  }

  async list(): Promise<readonly LeaderLease[]> {
    const { rows } = await this.#pool.run({ port, operation: 'leases' }, this.#statements.list);
    return rows.map(decodeLease);
  }

  /** An answer that takes a third of the lease is too late: the connection is closed, and the next attempt gets another. */
  async #run(
    name: string,
    statement: PreparedStatement,
    values: readonly Parameter[],
  ): Promise<readonly TextRow[]> {
    const operation: Operation = { port, operation: name };
    return this.#pool.use(operation, async ({ client }) => {
      const session = new Session(client, Math.ceil(this.#leaseMs / 3));
      return (await session.run({ ...statement, values })).rows;
    });
  }
}

function arraysOf(leases: readonly HeldLease[]): readonly Buffer[] {
  const columns = [leases.map(({ name }) => name), leases.map(({ token }) => String(token))];
  return columns.map(textArray);
}

function decodeLease([name, holder, token, renewedAt, expiresAt, isValid]: TextRow): LeaderLease {
  return {
    name: present(name),
    holder: present(holder),
    token: Number(token),
    renewedAt: present(renewedAt),
    expiresAt: present(expiresAt),
    isValid: isValid === 't',
  };
}

function assertStorable(name: string): void {
  if (isStorableText(name)) return;
  throw new PortError({
    port,
    operation: 'tryAcquire',
    reason: 'rejected',
    message: `A lock cannot be named ${JSON.stringify(name)}: Postgres cannot keep a character of it.`,
  });
}
