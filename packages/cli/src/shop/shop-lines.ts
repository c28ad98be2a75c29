import type { ReportedProgress } from '@foldmart/composition/shop';
import type { GradeUpdate, SeedProgress } from '@foldmart/core/shop';
import { clockTime } from '../progress-lines.js';

/** Formats a producer's progress: `[14:30:05] orders published: 3/3 ok | total: 42 | TPS: 0.70`. */
export function producedLine(progress: ReportedProgress, nowMs: number): string {
  const time = `[${clockTime(nowMs)}]`;
  switch (progress.kind) {
    case 'waiting':
      return `${time} the cache is empty: waiting for a cache worker (foldmart cache-worker)`;
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

/** `grade update #3 done - users: 10000, changed: 12 (BRONZE→SILVER: 9, SILVER→GOLD: 3)`. */
export function gradeUpdateLine(update: GradeUpdate, number: number): string {
  const { users, changed, changes, unranked, skipped, isComplete } = update;
  const list = Object.entries(changes).map(([change, count]) => `${change}: ${String(count)}`);
  return [
    `grade update #${String(number)} ${isComplete ? 'done' : 'stopped'} - users: ${String(users)}, changed: ${String(changed)}`,
    ...(list.length === 0 ? [] : [` (${list.join(', ')})`]),
    ...(unranked === 0 ? [] : [`, other grades: ${String(unranked)}`]),
    ...(skipped === 0 ? [] : [`, left to the next update: ${String(skipped)}`]),
  ].join('');
}
