import { ValidationError } from '../errors/index.js';
import type { DomainEvent } from '../events/event-definition.js';
import type { StoredEvent } from '../events/envelope.js';
import { upcastEvent, type EventRegistry } from '../events/event-registry.js';
import { canonicalInstant } from '../events/instant.js';
import type { EventStore } from '../ports/event-store.js';
import { fold, type Decider } from './decider.js';
import { loadSnapshot, type FoundSnapshot, type SnapshotContext } from './snapshot-access.js';
import type { StateSnapshots } from './state-snapshots.js';

/**
 * What a state is loaded from. With a clock, loading does not wait longer than `timeoutMs` for a
 * snapshot.
 */
export interface LoadStateDependencies<State> extends SnapshotContext {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly registry: EventRegistry;
  readonly snapshots?: StateSnapshots<State>;
}

/**
 * A moment of a stream: after its first `version` events, or at `time` (RFC 3339 text with a zone).
 * At `time`, the state folds all events up to the first one that was recorded later than `time`.
 */
export type StreamMoment = { readonly version: number } | { readonly time: string };

/**
 * The state of a stream at a version; version 0 and the initial state if the stream does not exist.
 */
export interface LoadedState<State> {
  readonly state: State;
  readonly version: number;
  /** The version of the snapshot that it was loaded from, if there was one. */
  readonly snapshotVersion?: number;
}

/** A loaded state, and what became of its snapshot. */
export interface LoadedWithSnapshot<State> extends LoadedState<State> {
  readonly snapshot: FoundSnapshot<State>['kind'];
}

type Folding<State, Event> = Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>;

const pageSize = 1_000;

/**
 * Folds a stream up to its end, or up to a moment. Starts from the stream's snapshot if that fits.
 * Events of old schema versions are upcast.
 *
 * @throws ValidationError if the stream does not have that version, or if the time is not an RFC
 * 3339 time.
 */
export async function loadState<State, Event extends DomainEvent>(
  decider: Folding<State, Event>,
  dependencies: LoadStateDependencies<State>,
  streamId: string,
  at?: StreamMoment,
): Promise<LoadedState<State>> {
  if (at !== undefined && 'time' in at) return foldUntil(decider, dependencies, streamId, at.time);
  if (at !== undefined) assertVersion(at.version);
  const loaded = await loadWithSnapshot(decider, dependencies, streamId, at?.version);
  const { state, version, snapshotVersion } = loaded;
  return snapshotVersion === undefined ? { state, version } : { state, version, snapshotVersion };
}

/** Loads a state, and reports what became of its snapshot. */
export async function loadWithSnapshot<State, Event extends DomainEvent>(
  decider: Folding<State, Event>,
  dependencies: LoadStateDependencies<State>,
  streamId: string,
  toVersion?: number,
): Promise<LoadedWithSnapshot<State>> {
  const found = await findSnapshot(dependencies, streamId);
  const range = { streamId, toVersion };
  if (found.kind === 'fit' && found.version <= (toVersion ?? found.version)) {
    const { streamVersion, ...loaded } = await foldFrom(decider, dependencies, range, found);
    if (streamVersion >= found.version) {
      assertReached(streamId, toVersion, streamVersion);
      return { ...loaded, snapshotVersion: found.version, snapshot: 'fit' };
    }
    return { ...(await foldWhole(decider, dependencies, range)), snapshot: 'unfit' };
  }
  return { ...(await foldWhole(decider, dependencies, range)), snapshot: found.kind };
}

function findSnapshot<State>(
  dependencies: LoadStateDependencies<State>,
  streamId: string,
): Promise<FoundSnapshot<State>> | FoundSnapshot<State> {
  const { snapshots } = dependencies;
  return snapshots === undefined
    ? { kind: 'none' }
    : loadSnapshot(snapshots, streamId, dependencies);
}

interface FoldRange {
  readonly streamId: string;
  readonly toVersion: number | undefined;
}

async function foldWhole<State, Event extends DomainEvent>(
  decider: Folding<State, Event>,
  dependencies: LoadStateDependencies<State>,
  range: FoldRange,
): Promise<LoadedState<State>> {
  const start = { state: decider.initialState, version: 0 };
  const { streamVersion, ...loaded } = await foldFrom(decider, dependencies, range, start);
  assertReached(range.streamId, range.toVersion, streamVersion);
  return loaded;
}

/** Reads at least one page, because a page reports the current version of the stream. */
async function foldFrom<State, Event extends DomainEvent>(
  decider: Folding<State, Event>,
  { store, registry }: LoadStateDependencies<State>,
  { streamId, toVersion = Number.POSITIVE_INFINITY }: FoldRange,
  start: LoadedState<State>,
): Promise<LoadedState<State> & { readonly streamVersion: number }> {
  let { state, version } = start;
  for (;;) {
    const limit = Math.max(1, Math.min(pageSize, toVersion - version));
    const slice = await store.readStream(streamId, { fromVersion: version + 1, limit });
    const events = slice.events.filter(({ streamVersion }) => streamVersion <= toVersion);
    state = foldStored(decider, registry, events, state);
    version += events.length;
    const isDone = events.length < limit || version >= Math.min(slice.version, toVersion);
    if (isDone) return { state, version, streamVersion: slice.version };
  }
}

async function foldUntil<State, Event extends DomainEvent>(
  decider: Folding<State, Event>,
  { store, registry }: LoadStateDependencies<State>,
  streamId: string,
  time: string,
): Promise<LoadedState<State>> {
  const until = canonicalInstant(time);
  if (until === undefined) throw noTime(time);
  let { initialState: state } = decider;
  for (let version = 0; ;) {
    const slice = await store.readStream(streamId, { fromVersion: version + 1, limit: pageSize });
    const end = slice.events.findIndex(({ recordedAt }) => recordedAt > until);
    const events = end < 0 ? slice.events : slice.events.slice(0, end);
    state = foldStored(decider, registry, events, state);
    version += events.length;
    if (events.length < pageSize) return { state, version };
  }
}

/**
 * Safe because the registry's schemas guarantee that events of its types are the decider's events.
 */
function foldStored<State, Event extends DomainEvent>(
  decider: Folding<State, Event>,
  registry: EventRegistry,
  events: readonly StoredEvent[],
  state: State,
): State {
  const current = events.map((event) => upcastEvent(registry, event) as unknown as Event);
  return fold(decider, current, state);
}

function assertVersion(version: number): void {
  if (Number.isSafeInteger(version) && version >= 0) return;
  const message = `The version of a stream must be a whole number from 0, not ${String(version)}.`;
  throw new ValidationError(message, [{ path: 'version', message }]);
}

function assertReached(streamId: string, toVersion: number | undefined, version: number): void {
  if (toVersion === undefined || toVersion <= version) return;
  const message = `Stream ${streamId} is at version ${String(version)}; it has no version ${String(toVersion)} yet.`;
  throw new ValidationError(message, [{ path: 'version', message }]);
}

function noTime(time: string): ValidationError {
  const message = `${JSON.stringify(time)} is not an RFC 3339 time with a zone, such as 2026-02-03T14:30:00Z.`;
  return new ValidationError(message, [{ path: 'time', message }]);
}
