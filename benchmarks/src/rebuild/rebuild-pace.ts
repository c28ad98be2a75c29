import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RebuildingConfig, RebuildingNews } from './rebuilding-process.js';

/** The measured speed of a rebuild. */
export interface RebuildPace {
  readonly events: number;
  readonly seconds: number;
  /** Events per second in each tenth of the log. */
  readonly tenths: readonly number[];
  readonly peakMemoryBytes: number;
}

type Step = Extract<RebuildingNews, { readonly atMs: number }>;

/**
 * Rebuilds in a separate process, and times each tenth of the log. Rejects if that process fails.
 */
export function measureRebuild(config: RebuildingConfig): Promise<RebuildPace> {
  const child = fork(fileURLToPath(new URL('./rebuilding-process.js', import.meta.url)), [
    JSON.stringify(config),
  ]);
  const steps: Step[] = [];
  let peakMemoryBytes = 0;
  child.on('message', (message) => {
    const news = message as RebuildingNews;
    if ('atMs' in news) steps.push(news);
    else peakMemoryBytes = news.peakMemoryBytes;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && steps.length > 0) resolve({ ...paceOf(steps), peakMemoryBytes });
      else reject(new Error(`the rebuild of ${config.projection} ended with ${String(code)}`));
    });
  });
}

function paceOf(steps: readonly Step[]): Omit<RebuildPace, 'peakMemoryBytes'> {
  const first = steps[0]?.atMs ?? 0;
  const events = steps.at(-1)?.events ?? 0;
  const seconds = ((steps.at(-1)?.atMs ?? 0) - first) / 1_000;
  const tenths = Array.from({ length: 10 }, (_, tenth) => {
    const within = steps.filter(
      (step) => step.events >= (events * tenth) / 10 && step.events <= (events * (tenth + 1)) / 10,
    );
    const [from, to] = [within[0], within.at(-1)];
    if (from === undefined || to === undefined || from === to) return 0;
    return ((to.events - from.events) * 1_000) / (to.atMs - from.atMs);
  });
  return { events, seconds, tenths };
}
