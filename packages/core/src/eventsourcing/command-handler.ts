import { isVersionConflictError } from '../errors/index.js';
import { envelop } from '../events/envelop.js';
import type { EventEnvelope } from '../events/envelope.js';
import type { DomainEvent } from '../events/event-definition.js';
import { upToDate, type EventRegistry } from '../events/event-registry.js';
import type { Clock } from '../ports/clock.js';
import type { EventStore, ExpectedVersion } from '../ports/event-store.js';
import type { IdSource } from '../ports/id-source.js';
import { fold, type Decider } from './decider.js';

/** What a command handler works with. */
export interface CommandHandlerDependencies {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** How one command is handled. */
export interface HandleOptions {
  /** Given by a caller who has seen the stream: a conflict is then final. Implied, it is retried. */
  readonly expectedVersion?: ExpectedVersion;
  readonly correlationId?: string;
  readonly causationId?: string;
}

/** What a command led to. */
export interface Handled<State, Event> {
  readonly state: State;
  readonly version: number;
  readonly events: readonly Event[];
}

/** Loads a stream, decides, appends at the version that was read. */
export type CommandHandler<State, Command, Event> = (
  streamId: string,
  command: Command,
  options?: HandleOptions,
) => Promise<Handled<State, Event>>;

const maxAttempts = 5;
const pageSize = 1_000;

/**
 * Makes the handler of a decider. It rejects with what `decide` throws, with VersionConflictError when the
 * expected version was given and is not met, or when others were faster five times in a row.
 */
export function createCommandHandler<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  dependencies: CommandHandlerDependencies,
): CommandHandler<State, Command, Event> {
  return async (streamId, command, options = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await handleOnce(decider, dependencies, streamId, command, options);
      } catch (error) {
        const isFinal = options.expectedVersion !== undefined || attempt === maxAttempts;
        if (!isVersionConflictError(error) || isFinal) throw error;
      }
    }
  };
}

async function handleOnce<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  dependencies: CommandHandlerDependencies,
  streamId: string,
  command: Command,
  options: HandleOptions,
): Promise<Handled<State, Event>> {
  const loaded = await load(decider, dependencies, streamId);
  const events = decider.decide(command, loaded.state);
  if (events.length === 0) return { ...loaded, events };
  const [result] = await dependencies.store.append([
    {
      streamId,
      expectedVersion: options.expectedVersion ?? loaded.version,
      events: events.map((event) => toEnvelope(event, dependencies, options)),
    },
  ]);
  const state = fold(decider, events, loaded.state);
  return { state, version: result?.version ?? loaded.version + events.length, events };
}

async function load<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  { store, registry }: CommandHandlerDependencies,
  streamId: string,
): Promise<{ readonly state: State; readonly version: number }> {
  let state = decider.initialState;
  for (let version = 0; ;) {
    const slice = await store.readStream(streamId, { fromVersion: version + 1, limit: pageSize });
    state = fold(
      decider,
      slice.events.map((event) => upToDate(registry, event) as unknown as Event),
      state,
    );
    version += slice.events.length;
    if (slice.events.length < pageSize) return { state, version };
  }
}

function toEnvelope(
  event: DomainEvent,
  { registry, clock, ids }: CommandHandlerDependencies,
  { correlationId, causationId }: HandleOptions,
): EventEnvelope {
  return envelop(registry, event, {
    id: ids.next(),
    time: new Date(clock.now()).toISOString(),
    origin: 'command',
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
  });
}
