import type { CacheRefresh, PersistReport } from '@foldmart/core';
import type { Consumer } from '@foldmart/composition';

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

/** Formats the failure of a batch that will be redelivered. */
export function retryingLine(
  consumer: Consumer,
  failure: { readonly partition: number; readonly delayMs: number; readonly error: unknown },
  nowMs: number,
): string {
  return `[${clockTime(nowMs)}] ${consumer.member} ${consumer.topic}/${String(failure.partition)} retries in ${String(failure.delayMs)} ms: ${messageOf(failure.error)}`;
}

/** `cache refresh #7 done - users: 1000, products: 1000`. */
export function refreshedLine({ kinds }: CacheRefresh, number: number): string {
  const cached = Object.entries(kinds).map(([kind, each]) => `${kind}: ${String(each.cached)}`);
  return `cache refresh #${String(number)} done - ${cached.join(', ')}`;
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The time of day, in the zone of the machine: `14:30:05`. */
export function clockTime(nowMs: number): string {
  return new Date(nowMs).toTimeString().slice(0, 8);
}
