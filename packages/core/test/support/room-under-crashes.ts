import {
  isPortError,
  planRebuilds,
  rebuildProjections,
  runProjection,
  type EventEnvelope,
  type Random,
} from '@foldmart/core';
import { MortalProcess } from './mortal-process.js';
import { ReadingRoom, record, type RoomProgram } from './reading-room.js';

const longestPauseMs = 20;
const patienceMs = 60_000;
const brisk = { pageSize: 3, idlePollMs: 7, lockPollMs: 11 };
const newest: RoomProgram = { version: 2, onFailure: 'skip' };

/** A program that follows the log, and dies before or after its call number `diesAt` of a port. */
export interface PlannedFollower {
  readonly atMs: number;
  readonly version: 1 | 2;
  readonly diesAt: number;
  /** When the program rebuilds a plan, even if no rebuild is needed. */
  readonly rebuildsAfterMs: number | undefined;
}

/** Appends to one stream, in order; their transactions commit or are rolled back. */
export interface PlannedWriter {
  readonly atMs: number;
  readonly events: readonly EventEnvelope[];
  readonly takesMs: number;
  readonly isRolledBack: boolean;
}

/** One database on which followers and writers start and die, in virtual time. */
export class RoomUnderCrashes {
  readonly room = new ReadingRoom();
  readonly #random: Random;
  readonly #stop = new AbortController();
  readonly #observer: ReturnType<ReadingRoom['open']>;

  constructor(random: Random) {
    this.#random = random;
    this.#observer = this.room.open({ version: 1, onFailure: 'skip' });
  }

  /**
   * Runs everything that is planned until a program that does not die has caught up. Resolves with
   * the room as that program sees it.
   */
  run(
    followers: readonly PlannedFollower[],
    writers: readonly PlannedWriter[],
  ): Promise<ReturnType<ReadingRoom['open']>> {
    const { clock } = this.room;
    const immortal = { diesAt: Number.POSITIVE_INFINITY, rebuildsAfterMs: undefined };
    for (const follower of followers) void this.#follow(follower);
    const lasting = this.#follow({ ...immortal, atMs: 200, version: 2 });
    const written = Promise.all(writers.map((writer) => this.#write(writer)));
    const ended = (async () => {
      await written;
      while (!(await this.#isCaughtUp())) await clock.sleep(100);
      this.#stop.abort();
      await lasting;
      return this.room.open(newest);
    })();
    return clock.drive(ended);
  }

  /**
   * Whether the newest program has produced all rows up to the end of the log. Throws after the
   * time limit.
   */
  async #isCaughtUp(): Promise<boolean> {
    if (this.room.clock.monotonic() > patienceMs) throw new Error('it never caught up');
    const { projections, events } = this.#observer.instance;
    // Readers do not see the last events, and so the end of the log, while a transaction is open.
    if ((await events.blocker()) !== undefined) return false;
    const { next } = await events.readEnd(0);
    const states = await projections.states();
    return states.every(
      ({ name, mode, version, position }) =>
        (mode === 'inline' || position === next) && version === (name === 'shelves' ? 1 : 2),
    );
  }

  async #follow({ atMs, version, diesAt, rebuildsAfterMs }: PlannedFollower): Promise<void> {
    const { clock } = this.room;
    await clock.sleep(atMs);
    const program = this.#tryOpen({ ...newest, version });
    if (program === undefined) return;
    const { all, parts, instance } = program;
    const process = new MortalProcess(diesAt, () => instance.crash());
    const mortal = {
      ...parts,
      store: process.port(parts.store),
      projections: process.port(parts.projections),
      rebuilds: process.port(parts.rebuilds),
      locks: process.port(parts.locks),
    };
    const options = { ...brisk, signal: this.#stop.signal };
    const runs = all
      .filter(({ mode }) => mode === 'async')
      .map((projection) => runProjection(mortal, projection, options));
    if (rebuildsAfterMs !== undefined) {
      runs.push(this.#rebuild(mortal, rebuildsAfterMs));
    }
    await Promise.all(runs);
  }

  /** A program is refused after a newer one has replaced its version. */
  async #rebuild(mortal: ReturnType<ReadingRoom['parts']>, afterMs: number): Promise<void> {
    await this.room.clock.sleep(afterMs);
    for (const plan of planRebuilds(mortal.all)) {
      const options = { signal: this.#stop.signal, pageSize: 4 };
      await rebuildProjections(mortal, plan, options).catch(unless('rejected'));
    }
  }

  async #write({ atMs, events, takesMs, isRolledBack }: PlannedWriter): Promise<void> {
    const { clock } = this.room;
    await clock.sleep(atMs);
    let isDoomed = isRolledBack;
    for (let attempt = 0; attempt < 1_000; attempt += 1) {
      const program = this.#tryOpen({ ...newest, version: attempt % 2 === 0 ? 2 : 1 }, async () => {
        await clock.sleep(takesMs);
        if (!isDoomed) return;
        isDoomed = false;
        throw rolledBack;
      });
      try {
        if (program !== undefined) {
          await record(program.instance.events, events);
          return;
        }
      } catch (error) {
        if (error !== rolledBack) unless('unavailable')(error);
      }
      await clock.sleep(5);
    }
    throw new Error('the events were never taken');
  }

  /** Undefined if a newer program has replaced this version. */
  #tryOpen(
    program: RoomProgram,
    beforeCommit = () => this.room.clock.sleep(this.#random.next() * longestPauseMs),
  ): ReturnType<ReadingRoom['open']> | undefined {
    try {
      return this.room.open(program, beforeCommit);
    } catch (error) {
      unless('rejected')(error);
      return undefined;
    }
  }
}

const rolledBack = new Error('rolled back on purpose');

function unless(reason: 'rejected' | 'unavailable'): (error: unknown) => void {
  return (error) => {
    if (!isPortError(error) || error.reason !== reason) throw error;
  };
}
