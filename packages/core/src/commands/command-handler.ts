import {
  isValidationError,
  isVersionConflictError,
  VersionConflictError,
} from '../errors/index.js';
import type { DomainEvent } from '../events/event-definition.js';
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

/** What a command handler works with. */
export interface CommandHandlerDependencies<State = never> {
  readonly store: Pick<EventStore, 'append' | 'readStream' | 'findIds'>;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Hears of a snapshot store that fails. */
  readonly logger?: Logger;
  /** Spares folding long streams from their start; losing any of it costs time, never correctness. */
  readonly snapshots?: StateSnapshots<State>;
}

/** How one command is handled. */
export interface HandleOptions {
  /**
   * What the caller takes for granted about the stream: a conflict is then final. With `stream-exists` or `any` the
   * events are appended behind whatever others added since the stream was read. Implied where absent: the version that
   * the decision rests on, with a fresh decision after a conflict.
   */
  readonly expectedVersion?: ExpectedVersion;
  /**
   * Makes a repeat of the command harmless: a second call with this id, on the same stream, decides nothing and resolves
   * with `isRepeat`. A command that decided no events is decided again.
   */
  readonly commandId?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** W3C Trace Context, recorded with the events. */
  readonly traceParent?: string;
}

/** What a command led to. */
export interface CommandResult<State, Event> {
  /** The state at `version`, including what others appended before. */
  readonly state: State;
  readonly version: number;
  readonly events: readonly Event[];
  /** True if a command with this id was handled before: `state` is the present one, and `events` is empty. */
  readonly isRepeat: boolean;
}

/** Loads a stream, decides, appends at the version that was read. */
export type CommandHandler<State, Command, Event> = (
  streamId: string,
  command: Command,
  options?: HandleOptions,
) => Promise<CommandResult<State, Event>>;

const maxAttempts = 5;

/**
 * Makes the handler of a decider. It rejects with what `decide` throws, with VersionConflictError when the
 * expected version was given and is not met, or when others were faster five times in a row. Where nothing is decided,
 * nothing is appended and no stream made. A snapshot that is due is saved after the append, one that no longer
 * fits replaced; whatever becomes of it, the command has succeeded.
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

/** Whether it failed because the same command was handled meanwhile: the next attempt finds it. */
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
    return { state: loaded.state, version: loaded.version, events: [], isRepeat: true };
  }
  assertExpected(streamId, options.expectedVersion, loaded.version);
  const events = decider.decide(command, loaded.state);
  if (events.length === 0) {
    return { state: loaded.state, version: loaded.version, events, isRepeat: false };
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
  return { state, version, events, isRepeat: false };
}

/** A decision may rest only on what its caller takes for granted, also where the stream gets there meanwhile. */
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

/** Where the caller let others come between, their events are folded too. */
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

/** After a load that the store did not answer it is not asked again. */
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
