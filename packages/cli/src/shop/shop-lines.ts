import type { ProducerProgress, SeedProgress } from '@foldmart/core/shop';
import { clockTime, messageOf } from '../progress-lines.js';

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

/** `seeding users: 3000/10000`. */
export function seedingLine({ kind, done, total }: SeedProgress): string {
  return `seeding ${kind}: ${String(done)}/${String(total)}`;
}
