import type { CacheRefresh, PersistReport } from '@foldmart/core';
import type { Consumer } from '@foldmart/composition';
import type { ProducerProgress, SeedProgress } from '@foldmart/core/shop';

/** Formats a producer's progress: `[14:30:05] orders published: 3/3 ok | total: 42 | TPS: 0.70`. */
export function producedLine(progress: ProducerProgress, nowMs: number): string {
  const time = `[${clockTime(nowMs)}]`;
  switch (progress.kind) {
    case 'waiting':
      return `${time} the cache is empty: waiting for a cache worker (foldmart cache-worker)`;
    case 'retrying':
      return `${time} publishing failed (attempt ${String(progress.attempt)}), retrying in ${String(progress.delayMs)} ms: ${messageOf(progress.error)}`;
    default: {
      const { kind, ok, requested, total, tps } = progress;
      return `${time} ${kind} published: ${String(ok)}/${String(requested)} ok | total: ${String(total)} | TPS: ${tps.toFixed(2)}`;
    }
  }
}

/**
 * Formats one batch of a consumer: `[14:30:05] order_consumer_1 orders/0: 12 received, 12
 * persisted`.
 */
export function persistedLine(consumer: Consumer, report: PersistReport, nowMs: number): string {
  const { topic, partition, received, appended, duplicates, conflicts, refused, deadLetters } =
    report;
  const rest = [
    [duplicates, 'duplicates'],
    [conflicts, 'conflicts'],
    [refused + deadLetters, 'dead letters'],
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

/** `seeding users: 3000/10000`. */
export function seedingLine({ kind, done, total }: SeedProgress): string {
  return `seeding ${kind}: ${String(done)}/${String(total)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function clockTime(nowMs: number): string {
  return new Date(nowMs).toTimeString().slice(0, 8);
}
