import { isVerified, verify, type VerifyReport, type VerifyRequest } from '@foldmart/composition';
import { retryTransient } from '@foldmart/core';
import type { Command } from 'commander';
import { collect, wholeFrom } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { requireKeptDatabase } from '../requirements.js';
import { describeVerification } from '../verification-report.js';

interface VerifyOptions {
  readonly differences: number;
  readonly allowTable: readonly string[];
  readonly rows: number;
}

/** `foldmart verify`: compares every read model with a fold of the log. */
export function addVerifyCommand(program: Command, run: RunCommand, help: DomainHelp): void {
  program
    .command('verify')
    .description('fold the whole log and compare every read model with the result')
    .option(
      '--differences <n>',
      'the maximum number of differences to show',
      wholeFrom(1, 1_000_000),
      100,
    )
    .option(
      '--allow-table <name>',
      'a table that may be there unverified; may be given more than once',
      collect,
      [],
    )
    .option(
      '--rows <n>',
      'about how many rows to hold in memory at once; more take more memory, and fewer passes over a long log',
      wholeFrom(1_000, 10_000_000),
      150_000,
    )
    .addHelpText(
      'after',
      `
Compares one moment of the database; other processes may write in the meantime. The cache worker's marks
are not compared. The state hash covers all rows at the end of the log, regardless of the order between
streams. Exit code 1 if rows differ, or if the database has a projection or a table that the domain does not
know.`,
    )
    .action(async (options: VerifyOptions, command: Command) => {
      await run(command, (context) => verifyAll(context, options, help));
    });
}

async function verifyAll(
  context: CommandContext,
  { differences: maxDifferences, allowTable: allowedTables, rows: rowsAtOnce }: VerifyOptions,
  help: DomainHelp,
): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  requireKeptDatabase('verify', settings);
  const onProgress = ({ events, total }: { readonly events: number; readonly total: number }) => {
    output.progress(`folded ${String(events)} of ${String(total)} events`);
  };
  const request = { maxDifferences, allowedTables, rowsAtOnce, signal, onProgress };
  const found = await verifyUnlessStopped(context, request);
  if (found === undefined) {
    output.error('stopped before every event was folded: there is no result');
    return exitCodes.notRight;
  }
  output.result(found, () => describeVerification(found, system.domain, help));
  return isVerified(found) ? exitCodes.done : exitCodes.notRight;
}

/** Undefined if stopped. Retries if a rebuild that finishes in the meantime replaces the rows under comparison. */
async function verifyUnlessStopped(
  { system, signal }: CommandContext,
  request: VerifyRequest,
): Promise<VerifyReport | undefined> {
  try {
    return await retryTransient(() => verify(system, request), {
      ...system,
      signal,
      maxAttempts: 3,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
