import type {
  CommandOf,
  CommandResult,
  Deciders,
  EventOfDecider,
  HandleOptions,
  LogPosition,
  ReadModelStore,
  StateOf,
  Subject,
} from '@foldmart/core';
import type { RunningRoles, StartRequest } from '../roles/index.js';
import type { Runtime } from '../runtime/index.js';
import type { WaitOptions } from './wait-for.js';
import type { SettingValues } from '../settings/index.js';

/** An event to publish, decided elsewhere. */
export interface Fact {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Default: derived from the event's identity, or a new one. */
  readonly id?: string;
  /** Needed if the data does not name the stream. */
  readonly streamId?: string;
  readonly correlationId?: string;
}

/** The methods of every application, whatever its domain. */
export interface AppMethods<Own extends Deciders> {
  /** Handles a command that is given as data; the same as the method of its name. */
  handle<Name extends keyof Own & string>(
    decider: Name,
    id: string,
    command: CommandOf<Own[Name]['commands']>,
    options?: HandleOptions,
  ): Promise<CommandResult<StateOf<Own[Name]>, EventOfDecider<Own[Name]>>>;
  /** Reads the rows of read models. */
  readonly rows: ReadModelStore;
  /**
   * Publishes facts to their topics, or in direct mode to the log. Resolves once they are durable. Rejects with
   * ValidationError if one breaks its schema; then nothing is published.
   */
  publish(facts: readonly Fact[]): Promise<void>;
  /** Starts roles in this process; they end with the application at the latest. */
  start(request?: StartRequest): Promise<RunningRoles>;
  /**
   * Resolves when the rows of asynchronous projections include every event up to a position, such as the one of a command's
   * result, whichever process runs the projections. Undefined needs no waiting. Rejects with PortError: `timeout` if that
   * takes too long, `rejected` if a projection is parked.
   */
  waitFor(position: LogPosition | undefined, options?: WaitOptions): Promise<void>;
  /** Brings every asynchronous projection up to the end of the log, once. For tests and one-shot programs. */
  catchUp(): Promise<void>;
}

/** A domain with everything it runs on. Each decider is a method: `app.counter('c1')` is one counter. */
export type App<
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- an application without deciders
  Own extends Deciders = Record<never, never>,
  Values extends SettingValues = SettingValues,
> = Runtime<Values> &
  AppMethods<Own> & { readonly [Name in keyof Own]: (id: string) => Subject<Own[Name]> };
