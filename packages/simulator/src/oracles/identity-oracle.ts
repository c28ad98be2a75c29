import { upcastEvent, type EventRegistry, type StoredEvent } from '@foldmart/core';
import type { Services } from '../services/services.js';
import { firstWrong } from './log-oracle.js';
import { LogReader } from './log-reader.js';
import type { Oracle, Verdict } from './oracle.js';

/** No fact is in the log twice, under whatever ids: events are told apart by what their definitions say identifies them. */
export function identityOracle(
  { database }: Pick<Services, 'database'>,
  registry: EventRegistry,
): Oracle {
  const reader = new LogReader(database);
  const seen = new Map<string, string>();
  const look = (event: StoredEvent): Verdict => {
    const identity = registry.find(event.type)?.identity;
    if (identity === undefined) return undefined;
    const fact = `${event.type} ${identity(upcastEvent(registry, event).data)}`;
    const before = seen.get(fact);
    seen.set(fact, event.id);
    return before === undefined ? undefined : `${fact} is recorded as ${before} and as ${event.id}`;
  };
  return { name: 'no fact is recorded twice', check: () => firstWrong(reader.fresh(), look) };
}
