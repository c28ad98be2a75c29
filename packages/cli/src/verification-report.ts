import { isVerified, type VerifyReport } from '@foldmart/composition';
import type { Domain, VerifiedModel } from '@foldmart/core';
import type { DomainHelp } from './domain-help.js';
import { plainTable } from './output.js';

/** Formats a verification as text: counts, differences, and what to do about them. */
export function describeVerification(
  report: VerifyReport,
  domain: Pick<Domain, 'derived'>,
  help: DomainHelp,
): string {
  const { events, stateHash, models, differences, differenceCount } = report;
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
    ...advise(models, domain, help),
    ...unknownLines(report),
    ...laggingLines(report),
    ...(isVerified(report) ? ['every read model matches the log'] : []),
  ].join('\n');
}

/** What to do about differences. No rebuild changes a table that follows from the log without a projection. */
function advise(
  models: readonly VerifiedModel[],
  { derived }: Pick<Domain, 'derived'>,
  { onDerivedDifference }: DomainHelp,
): readonly string[] {
  const derivedNames = new Set(derived.flatMap((each) => each.models.map(({ name }) => name)));
  const different = models.filter(({ differences }) => differences > 0);
  const ofDerived = different.filter(({ name }) => derivedNames.has(name));
  const names = ofDerived.map(({ name }) => name).join(', ');
  return [
    ...(different.length > ofDerived.length ? [rebuildAdvice] : []),
    ...(ofDerived.length > 0
      ? [onDerivedDifference ?? `no rebuild corrects ${names}: no projection writes them`]
      : []),
  ];
}

const rebuildAdvice =
  'read models differ from the log: foldmart projections rebuild <name> rebuilds their rows';

function unknownLines({ unknownProjections, unknownTables }: VerifyReport): readonly string[] {
  return [
    ...unknownProjections.map(
      ({ name, version }) =>
        `projection ${name}, version ${String(version)}, is not of this domain: foldmart projections retire ${name} removes its state`,
    ),
    ...unknownTables.map(
      (table) =>
        `table ${table} is not of this domain, and nothing is known about its rows: drop it, or verify with --allow-table ${table}`,
    ),
  ];
}

function laggingLines({ lagging }: VerifyReport): readonly string[] {
  return lagging.map(
    ({ name, behind }) =>
      `projection ${name} is ${String(behind)} events behind: its rows are compared as of its checkpoint`,
  );
}

function describeDifference(difference: VerifyReport['differences'][number]): string {
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
