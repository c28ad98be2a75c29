import type { StoredEvent } from '@foldmart/core';
import type { Services } from '../services/services.js';
import { firstWrong } from './log-oracle.js';
import { LogReader } from './log-reader.js';
import type { Oracle, Verdict } from './oracle.js';
import { TopicReader, type SeenMessage } from './topic-reader.js';

/**
 * The log has the events of a key in the order in which they first came to their partition, whatever was redelivered, parked
 * or replayed. Looks at events that came over a queue.
 */
export function keyOrderOracle(
  { broker, database }: Pick<Services, 'broker' | 'database'>,
  topics: readonly string[],
): Oracle {
  const messages = new TopicReader(broker, topics);
  const log = new LogReader(database);
  const places = new Map<string, { readonly key: string; readonly number: number }>();
  const counts = new Map<string, number>();
  const last = new Map<string, { readonly number: number; readonly id: string }>();
  const see = ({ topic, key, eventId }: SeenMessage): void => {
    if (eventId === undefined || places.has(eventId)) return;
    const line = `${topic} ${key}`;
    const number = (counts.get(line) ?? 0) + 1;
    counts.set(line, number);
    places.set(eventId, { key: line, number });
  };
  const look = ({ id, origin }: StoredEvent): Verdict => {
    const place = origin.startsWith('bus:') ? places.get(id) : undefined;
    if (place === undefined) return undefined;
    const before = last.get(place.key);
    if (before !== undefined && before.number > place.number) {
      return `event ${id} of key ${place.key} is recorded after ${before.id}, but came before it`;
    }
    last.set(place.key, { number: place.number, id });
    return undefined;
  };
  return {
    name: 'the events of a key keep their order',
    check() {
      for (const message of messages.fresh()) see(message);
      return firstWrong(log.fresh(), look);
    },
  };
}
