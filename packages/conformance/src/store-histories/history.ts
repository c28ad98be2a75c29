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

/** A follower, and the position after which it started. */
export interface LiveFollower {
  readonly start: LogPosition | undefined;
  readonly log: LogFollower;
}

/** The expected result of one history. */
export interface StoreModel {
  streams: Streams;
  readonly snapshots: Map<string, StreamSnapshot>;
  isRebuilding: boolean;
}

/** The store that runs the history: several processes on a database that earlier histories have used. */
export interface StoreUnderTest {
  readonly clock: Clock;
  /** By number. A process that dies is replaced. */
  readonly processes: StoreProcess[];
  readonly openProcess: () => Promise<StoreProcess>;
  /** Separates the streams and ids of one history from those of others in the same database. */
  readonly prefix: string;
  /** The position after which the history starts. */
  readonly after: LogPosition | undefined;
  /** Writes that recreate the rows that earlier histories left. */
  readonly earlierWrites: readonly ReadModelWrite[];
  /** Live followers. They must see the rest of the history once. */
  readonly followers: LiveFollower[];
}

/** One command of a history. */
export type StoreCommand = fc.AsyncCommand<StoreModel, StoreUnderTest>;

/** Creates a command. A failing history prints its `text`. */
export function command(text: string, run: StoreCommand['run']): StoreCommand {
  return { run, check: () => true, toString: () => text };
}

/** The process with this number. */
export function instanceOf({ processes }: StoreUnderTest, by: number): StoreInstance {
  const process = processes[by];
  assert.ok(process);
  return process.instance;
}

/** The log as the process with this number reads it, even if that process is replaced later. */
export function logOf(real: StoreUnderTest, by: number): Pick<EventStore, 'readAll'> {
  return { readAll: (range) => instanceOf(real, by).events.readAll(range) };
}

/** Options to read after a position, or from the start. */
export function behind(after: LogPosition | undefined): { readonly after?: LogPosition } {
  return after === undefined ? {} : { after };
}
