import {
  isPortError,
  planRebuilds,
  rebuildProjections,
  runProjection,
  silentLogger,
  type EventEnvelope,
  type LeaderLock,
  type LogPosition,
  type Random,
  type StoredEvent,
} from '@foldmart/core';
import {
  createMemoryDatabase,
  MemoryDatabase,
  type BeforeCommit,
  type MemoryDatabaseInstance,
} from '@foldmart/adapters-memory';
import { VirtualClock } from '@foldmart/core/testing';
import { newest, tallies, tallyProjections } from './tallies.js';

const rolledBack = new Error('rolled back on purpose');
const longestPauseMs = 30;
const patienceMs = 20_000;

/** An append, the pause before its commit, and its outcome. */
export interface PlannedAppend {
  readonly atMs: number;
  readonly takesMs: number;
  readonly fate: 'commit' | 'roll back' | 'crash';
  readonly streams: readonly number[];
}

/** A process that follows the log with its version of the projections. */
export interface PlannedProcess {
  readonly atMs: number;
  readonly version: number;
  readonly crashesAfterMs: number | undefined;
  /** When it rebuilds the rows although no rebuild is needed, possibly while another process rebuilds them. */
  readonly rebuildsAfterMs: number | undefined;
}

/** Locks for a process that believes that it leads because it has not noticed the loss of its lock. */
const worthlessLocks: Pick<LeaderLock, 'tryAcquire'> = {
  tryAcquire: async () => ({
    token: 1,
    lost: new AbortController().signal,
    release: async () => undefined,
  }),
};

/** One database on which programs of several versions start and end, in virtual time. */
export class RollingUpgrade {
  readonly clock = new VirtualClock();
  readonly #database = new MemoryDatabase({ clock: this.clock });
  readonly #random: Random;
  readonly #stop = new AbortController();
  readonly reader: MemoryDatabaseInstance;

  constructor(random: Random) {
    this.#random = random;
    this.#open(1);
    this.reader = createMemoryDatabase(
      {},
      { clock: this.clock, projections: [], database: this.#database },
    );
  }

  /** Runs everything that is planned until the newest program has caught up; returns what two followers saw. */
  run(
    appends: readonly PlannedAppend[],
    processes: readonly PlannedProcess[],
  ): Promise<readonly (readonly StoredEvent[])[]> {
    const lasting = { crashesAfterMs: undefined, rebuildsAfterMs: undefined };
    const all = [
      { ...lasting, atMs: 0, version: 1 },
      ...processes,
      { ...lasting, atMs: 250, version: newest },
    ];
    const runs = Promise.all(all.map((process) => this.#run(process)));
    const followers = [1, 3].map((limit) => this.#follow(limit));
    const written = Promise.all(appends.map((append, index) => this.#append(append, index)));
    const ended = (async () => {
      await written;
      await this.#settled();
      this.#stop.abort();
      await runs;
      return Promise.all(followers);
    })();
    return this.clock.drive(ended);
  }

  /** Resolves when all planned steps are done and no work is left; resumes interrupted rebuilds. */
  async #settled(): Promise<void> {
    const { events, projections, rebuilds } = this.reader;
    await this.clock.sleep(800);
    while (this.clock.monotonic() < patienceMs) {
      const next = (await events.readEnd(1)).events.at(-1)?.position;
      const states = await projections.states();
      const isCurrent = states.every(
        ({ version, mode, position }) =>
          version === newest && (mode === 'inline' || position === next),
      );
      if (isCurrent && (await rebuilds.list()).length === 0) return;
      if (isCurrent) await this.#rebuild(this.#open(newest), newest, 0);
      await this.clock.sleep(50);
    }
  }

  async #run({ atMs, version, crashesAfterMs, rebuildsAfterMs }: PlannedProcess): Promise<void> {
    await this.clock.sleep(atMs);
    const instance = this.#tryOpen(version);
    if (instance === undefined) return;
    const work = [this.#project(instance, version)];
    if (rebuildsAfterMs !== undefined) work.push(this.#rebuild(instance, version, rebuildsAfterMs));
    const crash = new Promise<void>((resolve) => {
      if (crashesAfterMs === undefined) return;
      this.clock.schedule(crashesAfterMs, () => {
        instance.crash();
        resolve();
      });
    });
    await Promise.race([Promise.all(work), crash]);
  }

  #project(instance: MemoryDatabaseInstance, version: number): Promise<void> {
    const all = tallyProjections(version);
    const [, following] = all;
    const options = { signal: this.#stop.signal, pageSize: 5, idlePollMs: 20, lockPollMs: 25 };
    return runProjection({ ...this.#parts(instance), all }, following, options);
  }

  /** A program that a newer one has replaced is rejected. */
  async #rebuild(instance: MemoryDatabaseInstance, version: number, afterMs: number) {
    await this.clock.sleep(afterMs);
    const [plan] = planRebuilds(tallyProjections(version));
    const options = { signal: this.#stop.signal, pageSize: 6 };
    if (plan !== undefined) {
      const parts = { ...this.#parts(instance), locks: worthlessLocks };
      await rebuildProjections(parts, plan, options).catch(unless('rejected'));
    }
  }

  #parts({ events, projections, rebuilds, locks }: MemoryDatabaseInstance) {
    const { clock } = this;
    const surroundings = { clock, random: this.#random, logger: silentLogger };
    return { store: events, projections, rebuilds, locks, ...surroundings };
  }

  /** Appends with the version that the database accepts. */
  async #append({ atMs, takesMs, fate, streams }: PlannedAppend, index: number): Promise<void> {
    await this.clock.sleep(atMs);
    const wanted = streams.map((stream) => ({
      streamId: `stream-${stream}`,
      expectedVersion: 'any' as const,
      events: [tallied(`${index}-${stream}`, stream)],
    }));
    for (let attempt = 0; this.clock.monotonic() < patienceMs; attempt += 1) {
      const instance = this.#tryOpen((attempt % newest) + 1, async () => {
        await this.clock.sleep(takesMs);
        if (fate === 'roll back') throw rolledBack;
        if (fate === 'crash') instance?.crash();
      });
      try {
        const appended = instance?.events.append(wanted).then(() => true);
        const isDone = await Promise.race([appended, this.clock.sleep(5_000).then(() => 'lost')]);
        if (isDone !== undefined) return;
      } catch (error) {
        if (error === rolledBack) return;
        unless('unavailable')(error);
      }
      await this.clock.sleep(3);
    }
    throw new Error(`append ${index} was never taken`);
  }

  async #follow(limit: number): Promise<readonly StoredEvent[]> {
    const seen: StoredEvent[] = [];
    let after: LogPosition | undefined;
    for (;;) {
      const isLast = this.#stop.signal.aborted;
      const range = after === undefined ? { limit } : { after, limit };
      const { events, next } = await this.reader.events.readAll(range);
      seen.push(...events);
      after = next;
      if (events.length > 0) continue;
      if (isLast) return seen;
      await this.clock.sleep(20);
    }
  }

  /** Undefined if a newer program has replaced this version. */
  #tryOpen(version: number, beforeCommit?: BeforeCommit): MemoryDatabaseInstance | undefined {
    try {
      return this.#open(version, beforeCommit);
    } catch (error) {
      unless('rejected')(error);
      return undefined;
    }
  }

  #open(version: number, beforeCommit?: BeforeCommit): MemoryDatabaseInstance {
    const pause = (): Promise<void> => this.clock.sleep(this.#random.next() * longestPauseMs);
    return createMemoryDatabase(
      {},
      {
        clock: this.clock,
        projections: tallyProjections(version),
        database: this.#database,
        beforeCommit: beforeCommit ?? pause,
      },
    );
  }
}

function tallied(id: string, stream: number): EventEnvelope {
  const time = '2026-02-03T14:30:00Z';
  return { id, type: tallies, data: { stream }, schemaVersion: 1, time, origin: 'command' };
}

function unless(reason: 'rejected' | 'unavailable'): (error: unknown) => void {
  return (error) => {
    if (!isPortError(error) || error.reason !== reason) throw error;
  };
}
