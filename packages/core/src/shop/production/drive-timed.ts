import type { Clock } from '../../ports/clock.js';
import { createTaskWindow } from './task-window.js';

/** Something that is due at a time, in milliseconds from the start of the run. */
export interface Timed {
  readonly atMs: number;
}

/** How timed items are published. */
export interface DriveTimedOptions<Item extends Timed> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How many times faster than their times; `max` for as fast as possible. Default 1. */
  readonly speed?: number | 'max';
  /** The most items in one publish; default 500. */
  readonly batchSize?: number;
  /** The most publishes in flight; default 8. */
  readonly maxInFlight?: number;
  /** Resolves when the items are durable, or abandoned. Calls come in order, several in flight. */
  readonly publish: (items: readonly Item[]) => Promise<void>;
}

// Without an occasional pause, generating would keep signals and consumers of this process waiting.
const breathEveryMs = 20;

/**
 * Publishes items in their order, each when it is due, until there are no more or the signal aborts. Times count from
 * the start of the run, so that delays do not add up: an item that is late is sent at once. Takes no item that it does
 * not publish.
 */
export async function driveTimed<Item extends Timed>(
  items: Iterator<Item>,
  options: DriveTimedOptions<Item>,
): Promise<void> {
  const { clock, signal, speed = 1, batchSize = 500, maxInFlight = 8, publish } = options;
  const window = createTaskWindow(maxInFlight);
  const startedAt = clock.monotonic();
  const elapsedMs = (): number =>
    speed === 'max' ? Number.POSITIVE_INFINITY : (clock.monotonic() - startedAt) * speed;
  const breathe = createBreath(clock);
  let next = items.next();
  while (next.done !== true && !signal.aborted) {
    const batch: Item[] = [];
    for (
      const dueMs = elapsedMs();
      next.done !== true && next.value.atMs <= dueMs && batch.length < batchSize;
      next = items.next()
    ) {
      batch.push(next.value);
    }
    if (batch.length > 0) await window.add(() => publish(batch));
    else if (next.done !== true) await sleepUntil(next.value.atMs, options, elapsedMs());
    await breathe();
  }
  await window.settled();
}

async function sleepUntil(
  atMs: number,
  { clock, signal, speed = 1 }: Pick<DriveTimedOptions<Timed>, 'clock' | 'signal' | 'speed'>,
  elapsedMs: number,
): Promise<void> {
  if (speed !== 'max') await clock.sleep((atMs - elapsedMs) / speed, signal);
}

function createBreath(clock: Clock): () => Promise<void> {
  let lastAt = clock.monotonic();
  return async () => {
    if (clock.monotonic() - lastAt < breathEveryMs) return;
    await clock.sleep(0);
    lastAt = clock.monotonic();
  };
}
