import { createInterface } from 'node:readline/promises';
import { UsageError } from './usage-error.js';

/**
 * Whether to make a change: at once with `--yes`, after a question on a terminal.
 *
 * @throws UsageError without a terminal and without `--yes`, because nobody could answer.
 */
export async function isConfirmed(
  question: string,
  { yes, signal }: { readonly yes: boolean; readonly signal: AbortSignal },
): Promise<boolean> {
  if (yes) return true;
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY || !output.isTTY) {
    throw new UsageError(
      'nothing was changed: this is not a terminal, so write --yes to make the change, or --dry-run to see it',
    );
  }
  const reading = createInterface({ input, output });
  try {
    const answer = await reading.question(`${question} (y/N) `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    reading.close();
  }
}
