import {
  createCommandHandler,
  type CommandHandlerDependencies,
  type CommandResult,
  type HandleOptions,
} from '../commands/command-handler.js';
import type { Decider } from '../commands/decider.js';
import { loadState, type LoadedState, type StreamMoment } from '../commands/load-state.js';
import { snapshotEvery, type StateSnapshots } from '../commands/state-snapshots.js';
import type { Json } from '../events/envelope.js';
import type { DomainEvent } from '../events/event-definition.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';
import type { CommandContext } from './define-decider.js';
import type { Subject } from './decider-commands.js';
import type { AnyDecider } from './any-decider.js';

/** What subjects work with. */
export interface SubjectDependencies extends Omit<CommandHandlerDependencies, 'snapshots'> {
  readonly snapshots: SnapshotStore;
}

/** A decider under its name in a domain. */
export interface NamedDecider<Decider extends AnyDecider> {
  readonly name: string;
  readonly decider: Decider;
}

/** The stream of a decider's subject. */
export function streamOf({ name, decider }: NamedDecider<AnyDecider>, id: string): string {
  return `${decider.streamPrefix ?? `${name}-`}${id}`;
}

/** One subject of a decider; nothing is loaded before it is asked for. */
export function createSubject<Decider extends AnyDecider>(
  named: NamedDecider<Decider>,
  id: string,
  open: () => Promise<SubjectDependencies>,
): Subject<Decider> {
  const streamId = streamOf(named, id);
  const send = (type: string) => (data: unknown, options?: HandleOptions) =>
    sendCommand(named, { streamId, id, type, data }, open, options);
  const load = async (moment?: StreamMoment): Promise<LoadedState<unknown>> => {
    return loadState(untyped(named), handling(named, await open()), streamId, moment);
  };
  const commands = Object.keys(named.decider.commands as object).map((type) => [type, send(type)]);
  return {
    ...Object.fromEntries(commands),
    streamId,
    load,
    state: async (moment?: StreamMoment) => (await load(moment)).state,
  } as Subject<Decider>;
}

async function sendCommand(
  named: NamedDecider<AnyDecider>,
  command: {
    readonly streamId: string;
    readonly id: string;
    readonly type: string;
    readonly data: unknown;
  },
  open: () => Promise<SubjectDependencies>,
  options?: HandleOptions,
): Promise<CommandResult<unknown, DomainEvent>> {
  const { streamId, id, type, data } = command;
  const dependencies = handling(named, await open());
  const handle = createCommandHandler(untyped(named), dependencies);
  const context: CommandContext = { id, now: new Date(dependencies.clock.now()).toISOString() };
  return handle(streamId, { type, data, context }, options);
}

function untyped({ decider }: NamedDecider<AnyDecider>): Decider<unknown, unknown, DomainEvent> {
  return decider as unknown as Decider<unknown, unknown, DomainEvent>;
}

function handling(
  named: NamedDecider<AnyDecider>,
  { snapshots: store, ...dependencies }: SubjectDependencies,
): CommandHandlerDependencies<unknown> {
  const snapshots = snapshotsOf(named, store);
  return snapshots === undefined ? dependencies : { ...dependencies, snapshots };
}

function snapshotsOf(
  { name, decider }: NamedDecider<AnyDecider>,
  store: SnapshotStore,
): StateSnapshots<unknown> | undefined {
  const rule = decider.snapshot;
  if (rule === undefined) return undefined;
  return {
    store,
    name,
    schemaVersion: rule.version,
    encode: rule.encode ?? ((state: unknown) => state as Json),
    decode: rule.decode ?? ((json: Json) => json),
    isDue: snapshotEvery(rule.every),
  };
}
