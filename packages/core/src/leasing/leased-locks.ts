import type { Cancel, Clock } from '../ports/clock.js';
import type { HeldLock, LeaderLease, LeaderLock } from '../ports/leader-lock.js';
import type { Logger } from '../ports/logger.js';
import { LeasedLock } from './leased-lock.js';
import type { HeldLease, LeaseTable } from './lease-table.js';

export interface LeasedLocksDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Each lease is renewed this often while it lasts, so that one failure does not end it. */
const renewalsPerLease = 3;
/** After a failure, the next attempt follows sooner. */
const retriesPerLease = 12;

/**
 * Leader locks of one process as leases in a table. One statement renews all of them. Every deadline counts from before
 * the request was sent, so this process gives a lock up no later than the table does.
 */
export class LeasedLocks implements LeaderLock {
  readonly #table: LeaseTable;
  readonly #leaseMs: number;
  readonly #dependencies: LeasedLocksDependencies;
  readonly #held = new Map<string, LeasedLock>();
  /** By name: attempts in progress, so that a process makes one at a time. */
  readonly #attempts = new Map<string, Promise<HeldLock | undefined>>();
  #cancelRenewal: Cancel | undefined;
  #isRenewing = false;
  #isClosed = false;

  constructor(table: LeaseTable, leaseMs: number, dependencies: LeasedLocksDependencies) {
    this.#table = table;
    this.#leaseMs = leaseMs;
    this.#dependencies = dependencies;
  }

  async tryAcquire(name: string): Promise<HeldLock | undefined> {
    if (this.#held.has(name) || this.#attempts.has(name)) return undefined;
    const attempt = this.#acquire(name);
    this.#attempts.set(name, attempt);
    try {
      return await attempt;
    } finally {
      this.#attempts.delete(name);
    }
  }

  leases(): Promise<readonly LeaderLease[]> {
    return this.#table.list();
  }

  /** Notifies the holders, then releases every lock. Idempotent. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRenewal?.();
    const held = [...this.#held.values()];
    for (const lock of held) lock.lose('its database was closed');
    if (held.length > 0) await this.#release(held);
    await Promise.allSettled(this.#attempts.values());
  }

  async #acquire(name: string): Promise<HeldLock | undefined> {
    const { clock } = this.#dependencies;
    const deadlineMs = clock.monotonic() + this.#leaseMs;
    const token = await this.#table.acquire(name);
    if (token === undefined) return undefined;
    if (this.#isClosed || clock.monotonic() >= deadlineMs) {
      await this.#release([{ name, token }]);
      return undefined;
    }
    const lock = new LeasedLock({ name, token }, clock, deadlineMs, (ended, lostBy) =>
      this.#end(ended, lostBy),
    );
    this.#held.set(name, lock);
    this.#scheduleRenewal(renewalsPerLease);
    return lock;
  }

  async #end(lock: LeasedLock, lostBy: string | undefined): Promise<void> {
    this.#held.delete(lock.name);
    if (this.#held.size === 0) this.#cancelRenewal?.();
    if (lostBy === undefined) return this.#release([lock]);
    const { name, token } = lock;
    if (this.#isClosed) return;
    this.#dependencies.logger.warn('a leader lock was lost', { lock: name, token, reason: lostBy });
  }

  async #release(leases: readonly HeldLease[]): Promise<void> {
    try {
      await this.#table.release(leases);
    } catch (error) {
      const locks = leases.map(({ name }) => name);
      this.#dependencies.logger.warn('leases were not released, and expire by themselves', {
        locks,
        error,
      });
    }
  }

  #scheduleRenewal(timesPerLease: number): void {
    if (this.#isRenewing || this.#cancelRenewal !== undefined) return;
    const cancel = this.#dependencies.clock.schedule(this.#leaseMs / timesPerLease, () => {
      this.#cancelRenewal = undefined;
      void this.#renew();
    });
    this.#cancelRenewal = () => {
      this.#cancelRenewal = undefined;
      cancel();
    };
  }

  async #renew(): Promise<void> {
    this.#isRenewing = true;
    const hasSucceeded = await this.#renewHeld();
    this.#isRenewing = false;
    if (this.#held.size > 0 && !this.#isClosed) {
      this.#scheduleRenewal(hasSucceeded ? renewalsPerLease : retriesPerLease);
    }
  }

  /** Returns false if the table could not be asked. */
  async #renewHeld(): Promise<boolean> {
    const { clock, logger } = this.#dependencies;
    // A process that was stopped finds its deadlines in the past, and may find its timers in any order.
    for (const lock of [...this.#held.values()].filter(({ hasExpired }) => hasExpired)) {
      lock.lose('it could not be renewed in time');
    }
    const locks = [...this.#held.values()];
    if (locks.length === 0) return true;
    const deadlineMs = clock.monotonic() + this.#leaseMs;
    try {
      const renewed = await this.#table.renew(locks);
      for (const lock of locks) settle(lock, renewed, deadlineMs);
      return true;
    } catch (error) {
      logger.warn('leader locks could not be renewed, retrying', {
        locks: locks.map(({ name }) => name),
        error,
      });
      return false;
    }
  }
}

function settle(lock: LeasedLock, renewed: ReadonlySet<string>, deadlineMs: number): void {
  if (renewed.has(lock.name)) lock.extend(deadlineMs);
  else lock.lose('its lease ended on the server');
}
