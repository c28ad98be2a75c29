import type { HeldLease, LeaderLease, LeaseTable } from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import { toTimestamp } from '../database/timestamp.js';
import type { StoredLease } from './stored-lease.js';

const port = 'leader-lock';

/** Leases in a memory database, by the database's clock. */
export class MemoryLeaseTable implements LeaseTable {
  readonly #session: DatabaseSession;
  readonly #leaseMs: number;

  constructor(session: DatabaseSession, leaseMs: number) {
    this.#session = session;
    this.#leaseMs = leaseMs;
  }

  acquire(name: string): Promise<number | undefined> {
    return this.#session.read(port, 'tryAcquire', () => {
      const last = this.#leases.get(name);
      if (last !== undefined && this.#isValid(last) && last.owner !== this.#session)
        return undefined;
      const token = (last?.token ?? 0) + 1;
      this.#leases.set(name, this.#begin(token));
      return token;
    });
  }

  renew(leases: readonly HeldLease[]): Promise<ReadonlySet<string>> {
    return this.#session.read(port, 'renew', () => {
      const valid = this.#validOf(leases);
      for (const { name, token } of valid) this.#leases.set(name, this.#begin(token));
      return new Set(valid.map(({ name }) => name));
    });
  }

  /** Also while the session closes. */
  async release(leases: readonly HeldLease[]): Promise<void> {
    const { clock } = this.#session.database;
    for (const { name } of this.#validOf(leases)) {
      const last = this.#leases.get(name);
      if (last === undefined) continue;
      const end = { expiresAt: toTimestamp(clock.now() * 1_000), endsAtMs: clock.monotonic() };
      this.#leases.set(name, { ...last, ...end });
    }
  }

  list(): Promise<readonly LeaderLease[]> {
    return this.#session.read(port, 'leases', () => {
      const names = [...this.#leases].sort(([one], [other]) => (one < other ? -1 : 1));
      return names.map(([name, lease]) => this.#describe(name, lease));
    });
  }

  #validOf(leases: readonly HeldLease[]): readonly HeldLease[] {
    return leases.filter(({ name, token }) => {
      const last = this.#leases.get(name);
      return last?.token === token && this.#isValid(last);
    });
  }

  /** A lease of this session from now on. */
  #begin(token: number): StoredLease {
    const { clock } = this.#session.database;
    const nowMs = clock.now();
    return {
      holder: this.#session.name,
      owner: this.#session,
      token,
      renewedAt: toTimestamp(nowMs * 1_000),
      expiresAt: toTimestamp((nowMs + this.#leaseMs) * 1_000),
      endsAtMs: clock.monotonic() + this.#leaseMs,
    };
  }

  #describe(name: string, lease: StoredLease): LeaderLease {
    const { holder, token, renewedAt, expiresAt } = lease;
    return { name, holder, token, renewedAt, expiresAt, isValid: this.#isValid(lease) };
  }

  #isValid({ endsAtMs }: StoredLease): boolean {
    return this.#session.database.clock.monotonic() < endsAtMs;
  }

  get #leases(): Map<string, StoredLease> {
    return this.#session.database.leases;
  }
}
