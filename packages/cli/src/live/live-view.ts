import { isRetryableError } from '@foldmart/core';
import type { CommandContext } from '../command-context.js';
import { openScreen, type Screen } from './screen.js';

/** What a live command shows again and again. */
export interface LiveView<Sample> {
  readonly intervalMs: number;
  /** Reads the present state. */
  readonly sample: () => Promise<Sample>;
  /** The sample for programs. */
  readonly data: (sample: Sample) => object;
  /** The sample for people. */
  readonly describe: (sample: Sample) => readonly string[];
}

/**
 * Shows a view at every interval until the signal aborts: on a terminal as a screen that is redrawn, elsewhere one block
 * a tick, and with `-o json` one line a tick. A service that does not answer is shown in place of what is new. Rejects if
 * the first sample fails.
 */
export async function showLive<Sample>(
  context: CommandContext,
  view: LiveView<Sample>,
): Promise<void> {
  const { output, system, signal } = context;
  const { clock } = system;
  const screen = output.format === 'text' ? openScreen(process.stdout) : undefined;
  let last = await view.sample();
  try {
    for (let trouble: string | undefined; ;) {
      if (screen === undefined) output.result(dataOf(view, last, trouble), () => '');
      else draw(screen, view, last, trouble);
      await clock.sleep(view.intervalMs, signal);
      if (signal.aborted) return;
      const next = await attempt(view);
      trouble = 'trouble' in next ? next.trouble : undefined;
      if ('sample' in next) last = next.sample;
    }
  } finally {
    screen?.end();
  }
}

type Attempt<Sample> = { readonly sample: Sample } | { readonly trouble: string };

async function attempt<Sample>({ sample }: LiveView<Sample>): Promise<Attempt<Awaited<Sample>>> {
  try {
    return { sample: await sample() };
  } catch (error) {
    if (!isRetryableError(error) || !(error instanceof Error)) throw error;
    return { trouble: error.message };
  }
}

function dataOf<Sample>(
  { data }: LiveView<Sample>,
  sample: Sample,
  trouble: string | undefined,
): object {
  return trouble === undefined ? data(sample) : { error: trouble };
}

function draw<Sample>(
  screen: Screen,
  { describe }: LiveView<Sample>,
  sample: Sample,
  trouble: string | undefined,
): void {
  const lines = describe(sample);
  screen.show(trouble === undefined ? lines : [...lines, '', screen.colours.red(trouble)]);
}
