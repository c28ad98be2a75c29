import { PortError, type PortName } from '@foldmart/core';

/** Inline projections and their versions, by name. */
export type InlineVersions = ReadonlyMap<string, number>;

interface Mismatch {
  readonly name: string;
  readonly own: number | undefined;
  readonly kept: number | undefined;
}

/**
 * Throws a retryable PortError, `projection-version`, if a program's `own` inline projections differ from those that
 * make the database's rows (`kept`). A program must not omit rows that another one relies on, nor make them by
 * another version.
 */
export function assertInlineVersions(
  own: InlineVersions,
  kept: InlineVersions,
  { port, operation }: { readonly port: PortName; readonly operation: string },
): void {
  const mismatches = findMismatches(own, kept);
  if (mismatches.length === 0) return;
  throw new PortError({
    port,
    operation,
    reason: 'unavailable',
    code: 'projection-version',
    message: `${mismatches.map(describe).join('; ')}.`,
    hint: [...new Set(mismatches.map(remedy))].join('; '),
  });
}

function findMismatches(own: InlineVersions, kept: InlineVersions): readonly Mismatch[] {
  return [...new Set([...own.keys(), ...kept.keys()])]
    .map((name) => ({ name, own: own.get(name), kept: kept.get(name) }))
    .filter((each) => each.own !== each.kept);
}

function describe({ name, own, kept }: Mismatch): string {
  const [there, here] = [shown(kept), shown(own)];
  return `Projection ${name} is at ${there} in the database and at ${here} in this program`;
}

function shown(version: number | undefined): string {
  return version === undefined ? 'no version' : `version ${version}`;
}

function remedy({ name, own, kept }: Mismatch): string {
  if (own === undefined) {
    return `upgrade this program, or run foldmart projections retire ${name}`;
  }
  return own < (kept ?? 0) ? 'upgrade this program' : `run foldmart projections rebuild ${name}`;
}
