import { createProductionLimit } from './production-limit.js';
import type { ProductionRun } from './production-run.js';

/** Publishes each burst when it is due, one after another; orders are postponed while the cache is empty. */
export async function drivePaced(run: ProductionRun): Promise<void> {
  const { plan, settings, signal } = run;
  const limit = createProductionLimit(settings);
  const endMs = settings.durationMs ?? Number.POSITIVE_INFINITY;
  while (!signal.aborted && !limit.isReached) {
    const burst = limit.cut(plan.peek());
    await sleepUntil(run, Math.min(burst.atMs, endMs));
    if (run.signal.aborted || burst.atMs >= endMs) return;
    const decided = await run.decide([burst]);
    if (decided === undefined) {
      plan.postpone(settings.emptyCachePauseMs);
      continue;
    }
    plan.take();
    limit.count(decided);
    await run.publish(decided);
    run.tellProgress();
  }
}

async function sleepUntil(
  { clock, signal, elapsedMs }: ProductionRun,
  atMs: number,
): Promise<void> {
  const delayMs = atMs - elapsedMs();
  if (delayMs > 0) await clock.sleep(delayMs, signal);
}
