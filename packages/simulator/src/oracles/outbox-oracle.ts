import type { EventRegistry, StoredEvent } from '@foldmart/core';
import type { Services } from '../services/services.js';
import { LogReader } from './log-reader.js';
import type { Oracle, Verdict } from './oracle.js';
import { TopicReader } from './topic-reader.js';

/** Events that commands decided are published in the order of their stream, each at least once. */
export function outboxOracle(
  { broker, database }: Pick<Services, 'broker' | 'database'>,
  registry: EventRegistry,
  topics: readonly string[],
): Oracle {
  const messages = new TopicReader(broker, topics);
  const log = new LogReader(database);
  const outgoing = new Map<string, StoredEvent>();
  const published = new Set<string>();
  const versions = new Map<string, number>();
  const see = (eventId: string | undefined): Verdict => {
    if (eventId === undefined || published.has(eventId)) return undefined;
    const event = outgoing.get(eventId);
    if (event === undefined) return undefined;
    published.add(eventId);
    const { streamId, streamVersion } = event;
    const before = versions.get(streamId) ?? 0;
    versions.set(streamId, Math.max(before, streamVersion));
    if (streamVersion > before) return undefined;
    return `version ${String(streamVersion)} of ${streamId} was published after version ${String(before)}`;
  };
  return {
    name: 'the outbox publishes every decision, in order',
    check() {
      for (const event of log.fresh()) {
        const hasTopic = registry.find(event.type)?.topic !== undefined;
        if (event.origin === 'command' && hasTopic) outgoing.set(event.id, event);
      }
      for (const { eventId } of messages.fresh()) {
        const verdict = see(eventId);
        if (verdict !== undefined) return verdict;
      }
      return undefined;
    },
    atEnd() {
      const lost = [...outgoing.keys()].find((id) => !published.has(id));
      return lost === undefined ? undefined : `event ${lost} was never published`;
    },
  };
}
