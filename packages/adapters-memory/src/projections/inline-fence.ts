import { PortError, type PortName, type Projection } from '@foldmart/core';
import type { ProjectionStates } from './projection-states.js';

interface Mismatch {
  readonly name: string;
  readonly own: number | undefined;
  readonly kept: number | undefined;
}

/**
 * Throws a retryable PortError, `projection-version`, where `own` are not the inline projections that the rows of the
 * database are made by: one program must not leave out rows that another relies on, nor make them its own way.
 */
export function assertInlineProjections(
  own: readonly Projection[],
  states: ProjectionStates,
  { port, operation }: { readonly port: PortName; readonly operation: string },
): void {
  const mismatches = findMismatches(own, states);
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

function findMismatches(own: readonly Projection[], states: ProjectionStates): readonly Mismatch[] {
  const versions = new Map(own.map(({ name, version }) => [name, version]));
  const kept = new Map(
    states
      .list()
      .filter(({ mode, version }) => mode === 'inline' && version > 0)
      .map(({ name, version }) => [name, version]),
  );
  return [...new Set([...versions.keys(), ...kept.keys()])]
    .map((name) => ({ name, own: versions.get(name), kept: kept.get(name) }))
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
