import type { CacheRefresh, PersistReport } from '@foldmart/core';
import type { Assignment, Consumer } from '@foldmart/composition';

/**
 * Formats one batch of a consumer: `[14:30:05] order_consumer_1 orders/0: 12 received, 12
 * persisted`.
 */
export function persistedLine(consumer: Consumer, report: PersistReport, nowMs: number): string {
  const {
    topic,
    partition,
    received,
    appended,
    duplicates,
    conflicts,
    refused,
    deadLetters,
    held,
  } = report;
  const rest = [
    [duplicates, 'duplicates'],
    [conflicts, 'conflicts'],
    [refused + deadLetters, 'dead letters'],
    [held, 'held behind a dead letter'],
  ] as const;
  const others = rest
    .filter(([count]) => count > 0)
    .map(([count, what]) => `, ${String(count)} ${what}`);
  return `[${clockTime(nowMs)}] ${consumer.member} ${topic}/${String(partition)}: ${String(received)} received, ${String(appended)} persisted${others.join('')}`;
}

/**
 * What a consumer holds: `order_consumer_1 owns orders 0, 1`, or `order_consumer_4 stands by: 3 partitions, 3
 * members`, which are those that hold them.
 */
export function assignedLine(
  { member, topic }: Pick<Consumer, 'member' | 'topic'>,
  { partitions, held }: Assignment,
  nowMs: number,
): string {
  const time = `[${clockTime(nowMs)}] ${member}`;
  if (partitions.length > 0) return `${time} owns ${topic} ${partitions.join(', ')}`;
  return `${time} stands by: ${counted(held.partitions, 'partition')}, ${counted(held.members, 'member')}`;
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `cache refresh #7 done - users: 1000, products: 1000`. */
export function refreshedLine({ kinds }: CacheRefresh, number: number): string {
  const cached = Object.entries(kinds).map(([kind, each]) => `${kind}: ${String(each.cached)}`);
  return `cache refresh #${String(number)} done - ${cached.join(', ')}`;
}

/** The time of day, in the zone of the machine: `14:30:05`. */
export function clockTime(nowMs: number): string {
  return new Date(nowMs).toTimeString().slice(0, 8);
}
