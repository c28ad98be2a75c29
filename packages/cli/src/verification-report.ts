import type { Verification } from '@foldmart/core';
import type { VerifiedModel } from '@foldmart/core';
import { couponModels } from '@foldmart/core/shop';
import { plainTable } from './output.js';

/** Formats a verification as text: counts, differences, and what to do about them. */
export function describeVerification({
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
    ...(differenceCount === 0 ? ['every read model matches the log'] : advise(models)),
  ].join('\n');
}

/**
 * What to do about differences. No rebuild covers the tables of the ledger, on which the next
 * decision rests.
 */
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
  'read models differ from the log: foldmart projections rebuild <name> rebuilds their rows';
const ledgerAdvice =
  'the coupon ledger differs from the log: stop the coupon workers, then correct its rows by hand; no rebuild does this';

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
