import { laggingProjections, type LaggingProjection } from '@foldmart/composition';
import type { CommandContext } from './command-context.js';

/** How long to wait before the first line, and between lines. */
const [firstMs, intervalMs] = [250, 3_000] as const;

/** Waits for the projections to catch up. If it takes a while, says how far behind they are, every few seconds. */
export async function sayingWhatLags(
  context: CommandContext,
  catchUp: () => Promise<void>,
): Promise<void> {
  const done = new AbortController();
  const saying = sayUntil(context, done.signal);
  try {
    await catchUp();
  } finally {
    done.abort();
    await saying;
  }
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
