import type { Decider, DomainEvent, EventStore, StreamFold } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** What folds a stream. */
export interface FoundFold {
  readonly fold: Pick<Decider<unknown, never, DomainEvent>, 'initialState' | 'evolve'>;
  /** The decider that owns the stream; undefined if another fold does, or none. */
  readonly decider: string | undefined;
  /** False if the domain has no fold for the stream; its state is null then. */
  readonly isKnown: boolean;
}

/** A stream belongs to the fold that has its first event. */
export async function foldOfStream(
  { domain }: Pick<Runtime, 'domain'>,
  store: Pick<EventStore, 'readStream'>,
  streamId: string,
): Promise<FoundFold> {
  const { events } = await store.readStream(streamId, { limit: 1 });
  const type = events[0]?.type;
  const has = (handles: readonly string[]): boolean => type !== undefined && handles.includes(type);
  const fold: StreamFold | undefined = domain.folds.find(({ handles }) => has(handles));
  if (fold === undefined) return noFold;
  const [decider] =
    Object.entries(domain.deciders).find(([, own]) => has(Object.keys(own.events as object))) ?? [];
  return { fold: fold as unknown as FoundFold['fold'], decider, isKnown: true };
}

const noFold: FoundFold = {
  fold: { initialState: null, evolve: () => null },
  decider: undefined,
  isKnown: false,
};
