import { verifyShop, type Verification } from '@foldmart/composition';
import { couponModels, retryTransient, type VerifiedModel } from '@foldmart/core';
import type { Command } from 'commander';
import { positiveNumber } from '../argument-parsers.js';
import { runCommand, type CommandContext } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireKeptDatabase } from '../requirements.js';

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
      await runCommand(command, (context) => verify(context, options.differences));
    });
}

async function verify(context: CommandContext, maxDifferences: number): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  requireKeptDatabase('verify', settings);
  const onProgress = ({ events, total }: { readonly events: number; readonly total: number }) => {
    output.progress(`folded ${String(events)} of ${String(total)} events`);
  };
  // A rebuild that ends meanwhile takes away the rows that were looked at.
  const found = await retryTransient(
    () => verifyShop(system, { maxDifferences, signal, onProgress }),
    { ...system, signal, maxAttempts: 3 },
  );
  output.result(found, () => describe(found));
  return found.differenceCount === 0 ? exitCodes.done : exitCodes.notRight;
}

function describe({
  events,
  stateHash,
  models,
  differences,
  differenceCount,
}: Verification): string {
  return [
    `events      ${String(events)}`,
    `state hash  ${stateHash}`,
    plainTable(
      ['MODEL', 'ROWS', 'DIFFERENCES'],
      models.map(({ name, rows, differences: count }) => [name, rows, count]),
    ),
    ...differences.map(describeDifference),
    ...(differenceCount > differences.length
      ? [`and ${String(differenceCount - differences.length)} more`]
      : []),
    ...(differenceCount === 0 ? ['every read model is what the log says'] : advise(models)),
  ].join('\n');
}

/** What can be done about differences: the ledger's tables are what the next decision rests on, and nothing rebuilds them. */
function advise(models: readonly VerifiedModel[]): readonly string[] {
  const different = models.filter(({ differences }) => differences > 0);
  const ofLedger = different.filter(({ name }) => ledgerTables.has(name));
  return [
    ...(different.length > ofLedger.length ? [rebuildAdvice] : []),
    ...(ofLedger.length > 0 ? [ledgerAdvice] : []),
  ];
}

const ledgerTables = new Set(couponModels.models.map(({ name }) => name));
const rebuildAdvice =
  'read models differ from the log: foldmart projections rebuild <name> makes their rows anew';
const ledgerAdvice =
  'the coupon ledger differs from the log: stop the coupon workers before you mend its rows by hand, no rebuild does';

function describeDifference(difference: Verification['differences'][number]): string {
  const { model, key, kind } = difference;
  const row = `${model} ${JSON.stringify(key)}`;
  if (kind === 'missing') return `${row}: the row is missing`;
  if (kind === 'unexpected') return `${row}: no event makes this row`;
  const columns = Object.entries(difference.columns ?? {}).map(
    ([name, { expected, actual }]) =>
      `${name} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
  );
  return `${row}: ${columns.join('; ')}`;
}
