import type { StoredEvent } from '@foldmart/core';
import type { Services } from '../services/services.js';
import { LogReader } from './log-reader.js';
import type { Oracle, Verdict } from './oracle.js';

/** No event is in the log twice, and the versions of each stream have no gap. */
export function logOracle({ database }: Pick<Services, 'database'>): Oracle {
  const reader = new LogReader(database);
  const ids = new Set<string>();
  const versions = new Map<string, number>();
  const look = ({ id, streamId, streamVersion }: StoredEvent): Verdict => {
    if (ids.has(id)) return `event ${id} is in the log twice`;
    ids.add(id);
    const expected = (versions.get(streamId) ?? 0) + 1;
    versions.set(streamId, streamVersion);
    if (streamVersion === expected) return undefined;
    return `${streamId} has version ${String(streamVersion)} after ${String(expected - 1)}`;
  };
  return {
    name: 'the log has every event once, in order',
    check: () => firstWrong(reader.fresh(), look),
  };
}

/** The first verdict that something is wrong. */
export function firstWrong<Item>(items: Iterable<Item>, look: (item: Item) => Verdict): Verdict {
  for (const item of items) {
    const verdict = look(item);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
