import { verify, type VerifyRequest } from '@foldmart/composition';
import type { ShopRuntime } from '@foldmart/composition/shop';
import { retryTransient, type Verification } from '@foldmart/core';
import type { Command } from 'commander';
import { positiveNumber } from '../argument-parsers.js';
import { runCommand, type CommandContext } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { requireKeptDatabase } from '../requirements.js';
import { describeVerification } from '../verification-report.js';

/** `foldmart verify`: compares every read model with a fold of the log. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('fold the whole log and compare read models and coupon ledger with the result')
    .option('--differences <n>', 'the maximum number of differences to show', positiveNumber, 100)
    .addHelpText(
      'after',
      `
Compares one moment of the database; other processes may write in the meantime. The cache worker's marks
are not compared. The state hash covers all rows at the end of the log, regardless of the order between
streams. Exit code 1 if rows differ.`,
    )
    .action(async (options: { readonly differences: number }, command: Command) => {
      await runCommand(command, (context) => verifyAll(context, options.differences));
    });
}

async function verifyAll(context: CommandContext, maxDifferences: number): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  requireKeptDatabase('verify', settings);
  const onProgress = ({ events, total }: { readonly events: number; readonly total: number }) => {
    output.progress(`folded ${String(events)} of ${String(total)} events`);
  };
  const found = await verifyUnlessStopped(system, { maxDifferences, signal, onProgress });
  if (found === undefined) {
    output.error('stopped before every event was folded: there is no result');
    return exitCodes.notRight;
  }
  output.result(found, () => describeVerification(found));
  return found.differenceCount === 0 ? exitCodes.done : exitCodes.notRight;
}

/**
 * Undefined if stopped. Retries if a rebuild that finishes in the meantime replaces the rows under
 * comparison.
 */
async function verifyUnlessStopped(
  system: ShopRuntime,
  options: VerifyRequest & { readonly signal: AbortSignal },
): Promise<Verification | undefined> {
  const { signal } = options;
  try {
    return await retryTransient(() => verify(system, options), {
      ...system,
      signal,
      maxAttempts: 3,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
