import type { DecidedBurst } from './decide-bursts.js';
import type { ProducedKind } from './producer-settings.js';
import { createProductionLimit, type ProductionLimit } from './production-limit.js';
import type { Burst } from './production-plan.js';
import type { ProductionRun } from './production-run.js';
import { createTaskWindow } from './task-window.js';

const chunksPerSecond = 10;
// Without an occasional pause, publishing to a bus in this process would starve its consumers.
const breathEveryMs = 20;

/**
 * Publishes the plan's bursts at a rate in entities per second, whatever their times, with several publishes in
 * flight.
 */
export async function driveAtRate(run: ProductionRun, rate: number | 'max'): Promise<void> {
  const { settings } = run;
  const limit = createProductionLimit(settings);
  const window = createTaskWindow(settings.maxInFlight);
  const pace = createPace(run, rate);
  const progress = createProgressTimer(run);
  const chunkSize =
    rate === 'max'
      ? settings.publishBatchSize
      : Math.min(settings.publishBatchSize, Math.ceil(rate / chunksPerSecond));
  while (!isOver(run) && !limit.isReached) {
    const decided = await decidePatiently(run, takeChunk(run, limit, chunkSize));
    if (decided === undefined) break;
    limit.count(decided);
    await window.add(async () => {
      await run.publish(decided);
      progress.tellIfDue();
    });
    await pace(decided.reduce((sum, { burst }) => sum + burst.size, 0));
  }
  await window.settled();
}

function isOver({ signal, settings, elapsedMs }: ProductionRun): boolean {
  return signal.aborted || elapsedMs() >= (settings.durationMs ?? Number.POSITIVE_INFINITY);
}

function takeChunk(
  { plan }: ProductionRun,
  limit: ProductionLimit,
  chunkSize: number,
): readonly Burst[] {
  const chunk: Burst[] = [];
  let size = 0;
  const planned: Record<ProducedKind, number> = { orders: 0, products: 0, users: 0 };
  for (;;) {
    const next = plan.peek();
    const burst = limit.cut(next, planned[next.kind]);
    const isFull = chunk.length > 0 && size + burst.size > chunkSize;
    if (isFull || burst.size === 0) return chunk;
    plan.take();
    chunk.push(burst);
    size += burst.size;
    planned[burst.kind] += burst.size;
  }
}

async function decidePatiently(
  run: ProductionRun,
  bursts: readonly Burst[],
): Promise<readonly DecidedBurst[] | undefined> {
  while (!isOver(run)) {
    const decided = await run.decide(bursts);
    if (decided !== undefined) return decided;
    await run.clock.sleep(run.settings.emptyCachePauseMs, run.signal);
  }
  return undefined;
}

function createPace(run: ProductionRun, rate: number | 'max'): (entities: number) => Promise<void> {
  let entitiesSoFar = 0;
  let lastBreathMs = run.elapsedMs();
  return async (entities) => {
    entitiesSoFar += entities;
    const aheadMs = rate === 'max' ? 0 : (entitiesSoFar / rate) * 1_000 - run.elapsedMs();
    if (aheadMs <= 0 && run.elapsedMs() - lastBreathMs < breathEveryMs) return;
    await run.clock.sleep(Math.max(0, aheadMs), run.signal);
    lastBreathMs = run.elapsedMs();
  };
}

function createProgressTimer(run: ProductionRun): { tellIfDue(): void } {
  let toldAtMs = run.elapsedMs();
  return {
    tellIfDue() {
      if (run.elapsedMs() - toldAtMs < run.settings.progressEveryMs) return;
      toldAtMs = run.elapsedMs();
      run.tellProgress();
    },
  };
}
