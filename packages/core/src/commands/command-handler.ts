import {
  isValidationError,
  isVersionConflictError,
  VersionConflictError,
} from '../errors/index.js';
import type { DomainEvent } from '../events/event-definition.js';
import type { LogPosition } from '../events/log-position.js';
import type { EventRegistry } from '../events/event-registry.js';
import type { Clock } from '../ports/clock.js';
import type { EventStore, ExpectedVersion } from '../ports/event-store.js';
import type { IdSource } from '../ports/id-source.js';
import type { Logger } from '../ports/logger.js';
import { fold, type Decider } from './decider.js';
import { decidedEnvelopes, isRepeat } from './decided-envelopes.js';
import { saveSnapshot } from './snapshot-access.js';
import { loadState, loadWithSnapshot, type LoadedWithSnapshot } from './load-state.js';
import type { StateSnapshots } from './state-snapshots.js';

export interface CommandHandlerDependencies<State = never> {
  readonly store: Pick<EventStore, 'append' | 'readStream' | 'findIds'>;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Receives a warning if the snapshot store fails. */
  readonly logger?: Logger;
  /**
   * Saves folding long streams from the first event. Losing a snapshot costs time, never
   * correctness.
   */
  readonly snapshots?: StateSnapshots<State>;
}

export interface HandleOptions {
  /**
   * The version of the stream that the caller requires; a conflict is then final. With
   * `stream-exists` or `any`, the events are appended after whatever others appended since the
   * stream was read. Default: the version that was read, and the command is decided again after a
   * conflict.
   */
  readonly expectedVersion?: ExpectedVersion;
  /**
   * Makes the command idempotent: a second call with this id, on the same stream, decides nothing
   * and resolves with `isRepeat`. A command that decided no events is decided again.
   */
  readonly commandId?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** W3C Trace Context, recorded with the events. */
  readonly traceParent?: string;
}

export interface CommandResult<State, Event> {
  /** The state at `version`, including events that others appended in between. */
  readonly state: State;
  readonly version: number;
  readonly events: readonly Event[];
  /**
   * True if a command with this id was handled before: `state` is the current state, and `events`
   * is empty.
   */
  readonly isRepeat: boolean;
  /**
   * The position in the log up to which every event of the command is; undefined if it decided none. To read your own write
   * from an asynchronous projection, wait until the projection has reached it.
   */
  readonly position: LogPosition | undefined;
}

/** Loads a stream, decides, and appends at the version that was read. */
export type CommandHandler<State, Command, Event> = (
  streamId: string,
  command: Command,
  options?: HandleOptions,
) => Promise<CommandResult<State, Event>>;

const maxAttempts = 5;

/**
 * Creates the command handler of a decider. If the decider returns no events, nothing is appended
 * and no stream is created. A due snapshot is saved after the append; an unusable one is replaced.
 * A failure to save it is logged, and the command succeeds.
 *
 * The handler rejects with what `decide` throws, and with:
 *
 * @throws VersionConflictError if `expectedVersion` is not met, or if other writers were faster
 * five times in a row.
 * @throws ValidationError if an event breaks its schema, or if its data names another stream.
 */
export function createCommandHandler<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  dependencies: CommandHandlerDependencies<State>,
): CommandHandler<State, Command, Event> {
  return async (streamId, command, options = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await handleOnce(decider, dependencies, streamId, command, options);
      } catch (error) {
        if (attempt === maxAttempts) throw error;
        if (await isOvertaken(error, dependencies, streamId, options)) continue;
        if (!isVersionConflictError(error) || options.expectedVersion !== undefined) throw error;
      }
    }
  };
}

/** Whether it failed because the same command was handled concurrently: the next attempt finds its events. */
async function isOvertaken(
  error: unknown,
  { store }: Pick<CommandHandlerDependencies, 'store'>,
  streamId: string,
  options: HandleOptions,
): Promise<boolean> {
  if (!isVersionConflictError(error) && !isValidationError(error)) return false;
  return isRepeat(store, streamId, options);
}

async function handleOnce<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  dependencies: CommandHandlerDependencies<State>,
  streamId: string,
  command: Command,
  options: HandleOptions,
): Promise<CommandResult<State, Event>> {
  const loaded = await loadWithSnapshot(decider, dependencies, streamId);
  if (await isRepeat(dependencies.store, streamId, options)) {
    const position = await lastPositionOf(dependencies.store, streamId);
    return { ...unchanged(loaded), events: [], isRepeat: true, position };
  }
  assertExpected(streamId, options.expectedVersion, loaded.version);
  const events = decider.decide(command, loaded.state);
  if (events.length === 0) {
    return { ...unchanged(loaded), events, isRepeat: false, position: undefined };
  }
  const [result] = await dependencies.store.append([
    {
      streamId,
      expectedVersion: options.expectedVersion ?? loaded.version,
      events: decidedEnvelopes(streamId, events, dependencies, options),
    },
  ]);
  // The same command was handled between our load and our append.
  if (result?.appended === 0) {
    return handleOnce(decider, dependencies, streamId, command, options);
  }
  const version = result?.version ?? loaded.version + events.length;
  const state = await stateAfter(decider, dependencies, { streamId, loaded, events, version });
  await keepSnapshot(dependencies, { streamId, loaded, state, version });
  return { state, version, events, isRepeat: false, position: result?.position };
}

function unchanged<State>({ state, version }: LoadedWithSnapshot<State>) {
  return { state, version };
}

async function lastPositionOf(
  store: Pick<EventStore, 'readStream'>,
  streamId: string,
): Promise<LogPosition | undefined> {
  const { events } = await store.readStream(streamId, { backwards: true, limit: 1 });
  return events[0]?.position;
}

/**
 * Check before deciding: a decision must not rest on a state that its caller has ruled out, even if
 * the stream reaches the expected version before the append.
 */
function assertExpected(
  streamId: string,
  expected: ExpectedVersion | undefined,
  actual: number,
): void {
  if (expected === undefined || expected === 'any') return;
  if (expected === 'stream-exists' ? actual > 0 : actual === versionOf(expected)) return;
  throw new VersionConflictError(streamId, expected, actual);
}

function versionOf(expected: number | 'no-stream'): number {
  return expected === 'no-stream' ? 0 : expected;
}

/** If `expectedVersion` let other writers append in between, fold their events too. */
async function stateAfter<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  dependencies: CommandHandlerDependencies<State>,
  appended: {
    readonly streamId: string;
    readonly loaded: LoadedWithSnapshot<State>;
    readonly events: readonly Event[];
    readonly version: number;
  },
): Promise<State> {
  const { streamId, loaded, events, version } = appended;
  if (version === loaded.version + events.length) return fold(decider, events, loaded.state);
  const { store, registry } = dependencies;
  return (await loadState(decider, { store, registry }, streamId, { version })).state;
}

/** A store that did not answer the load is not asked again. */
async function keepSnapshot<State>(
  dependencies: CommandHandlerDependencies<State>,
  now: {
    readonly streamId: string;
    readonly loaded: LoadedWithSnapshot<State>;
    readonly state: State;
    readonly version: number;
  },
): Promise<void> {
  const { snapshots } = dependencies;
  const { streamId, loaded, state, version } = now;
  if (snapshots === undefined || loaded.snapshot === 'unread') return;
  const age = { version, events: version - (loaded.snapshotVersion ?? 0) };
  if (loaded.snapshot !== 'unfit' && !snapshots.isDue(age)) return;
  await saveSnapshot(snapshots, { streamId, state, version }, dependencies);
}
