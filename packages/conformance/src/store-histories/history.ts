import assert from 'node:assert/strict';
import type fc from 'fast-check';
import type {
  Clock,
  EventStore,
  LogPosition,
  ReadModelWrite,
  StreamSnapshot,
} from '@foldmart/core';
import type { LogFollower } from '../event-store/log-follower.js';
import type { StoreInstance, StoreProcess } from '../harness.js';
import type { Streams } from './store-model.js';

/** A follower, and the place in the log that it started behind. */
export interface LiveFollower {
  readonly start: LogPosition | undefined;
  readonly log: LogFollower;
}

/** What one history has led to, as it should be. */
export interface StoreModel {
  streams: Streams;
  readonly snapshots: Map<string, StreamSnapshot>;
  isRebuilding: boolean;
}

/** The store under the same history: several processes on a database that earlier histories have used. */
export interface StoreUnderTest {
  readonly clock: Clock;
  /** By number; one that dies is replaced. */
  readonly processes: StoreProcess[];
  readonly openProcess: () => Promise<StoreProcess>;
  /** Sets the streams and ids of one history apart from those of others in the same database. */
  readonly prefix: string;
  /** Where the history begins in the log. */
  readonly after: LogPosition | undefined;
  /** What earlier histories have made of the rows, from nothing. */
  readonly earlierWrites: readonly ReadModelWrite[];
  /** Live followers, which must see the rest of the history once. */
  readonly followers: LiveFollower[];
}

/** One thing that happens in a history. */
export type StoreCommand = fc.AsyncCommand<StoreModel, StoreUnderTest>;

/** A command from its parts; `text` is how a failing history shows it. */
export function command(text: string, run: StoreCommand['run']): StoreCommand {
  return { run, check: () => true, toString: () => text };
}

/** The process with this number. */
export function instanceOf({ processes }: StoreUnderTest, by: number): StoreInstance {
  const process = processes[by];
  assert.ok(process);
  return process.instance;
}

/** The log as the process with this number reads it, also when that has been replaced meanwhile. */
export function logOf(real: StoreUnderTest, by: number): Pick<EventStore, 'readAll'> {
  return { readAll: (range) => instanceOf(real, by).events.readAll(range) };
}

/** Reads behind a position, or from the start. */
export function behind(after: LogPosition | undefined): { readonly after?: LogPosition } {
  return after === undefined ? {} : { after };
}
