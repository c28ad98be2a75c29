import { verify, type VerifyRequest } from '@foldmart/composition';
import type { ShopRuntime } from '@foldmart/composition/shop';
import { retryTransient, type Verification } from '@foldmart/core';
import type { Command } from 'commander';
import { positiveNumber } from '../argument-parsers.js';
import { runCommand, type CommandContext } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { requireKeptDatabase } from '../requirements.js';
import { describeVerification } from '../verification-report.js';

/** `foldmart verify`: is every read model what the log says? */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('fold the whole log afresh and compare read models and coupon ledger with it')
    .option('--differences <n>', 'how many differences to show at most', positiveNumber, 100)
    .addHelpText(
      'after',
      `
Looks at one moment of the database; others may go on writing. Marks of the cache worker are no part of
the comparison. The state hash is of all rows at the end of the log, whatever the order between streams.
Exit code 1 where rows differ.`,
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
    output.error('stopped before every event was folded: nothing is known about the rows');
    return exitCodes.notRight;
  }
  output.result(found, () => describeVerification(found));
  return found.differenceCount === 0 ? exitCodes.done : exitCodes.notRight;
}

/** Undefined where it was stopped. A rebuild that ends meanwhile takes away the rows that were looked at: it looks again. */
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
