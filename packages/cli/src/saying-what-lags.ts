import { laggingProjections, type LaggingProjection } from '@foldmart/composition';
import type { CommandContext } from './command-context.js';
import { untilAborted } from './until-aborted.js';

/** How long to wait before the first line, and between lines. */
const [firstMs, intervalMs] = [250, 3_000] as const;

/** A supervisor waits for a process that it stops, often for 30 s in all. */
const stopMs = 10_000;

/**
 * Waits for the projections to catch up. If it takes a while, says how far behind they are, every few seconds. A command
 * that is stopped leaves the rest to other processes, or to its next start: `catchUp` must end when its signal aborts.
 */
export async function sayingWhatLags(
  context: CommandContext,
  catchUp: (enough: AbortSignal) => Promise<void>,
): Promise<void> {
  const done = new AbortController();
  const enough = new AbortController();
  const saying = sayUntil(context, done.signal);
  const stopping = stopInTime(context, enough, done.signal);
  try {
    await catchUp(enough.signal);
  } finally {
    done.abort();
    await Promise.all([saying, stopping]);
  }
}

/** Aborts `enough` some time after the command is stopped, which may be before it waits. */
async function stopInTime(
  { system: { clock }, signal }: CommandContext,
  enough: AbortController,
  done: AbortSignal,
): Promise<void> {
  await untilAborted(AbortSignal.any([signal, done]));
  await clock.sleep(stopMs, done);
  if (!done.aborted) enough.abort();
}

async function sayUntil(
  { system, output, signal }: CommandContext,
  done: AbortSignal,
): Promise<void> {
  await system.clock.sleep(firstMs, done);
  while (!done.aborted) {
    // If the database does not answer, the catch-up reports it.
    const lagging = await laggingProjections(system).catch(() => []);
    if (lagging.length > 0) output.progress(waitingLine(lagging, signal.aborted));
    await system.clock.sleep(intervalMs, done);
  }
}

function waitingLine(lagging: readonly LaggingProjection[], isStopping: boolean): string {
  const each = lagging.map(
    ({ name, behind }) => `${name} ${behind.toLocaleString('en')} events behind`,
  );
  return `${isStopping ? 'stopping' : 'queue is empty'}; waiting for projections: ${each.join(', ')}`;
}
