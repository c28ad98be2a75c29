import type { Broken, CatalogueChange } from '@foldmart/core/schemas';

const consequences: Record<Broken, string> = {
  stored: 'events in the log may not fit',
  readers: 'programs that know the former schema may refuse new events',
};

/** One line for each change, breaking ones first, and what to do about those. */
export function changeLines(changes: readonly CatalogueChange[]): readonly string[] {
  const breaking = changes.filter(isBreaking);
  const compatible = changes.filter((change) => !isBreaking(change));
  return [
    ...breaking.map((change) => `BREAKING    ${lineOf(change)}`),
    ...compatible.map((change) => `compatible  ${lineOf(change)}`),
    ...adviceFor(breaking),
  ];
}

export function isBreaking({ breaks }: CatalogueChange): boolean {
  return breaks.length > 0;
}

function lineOf({ event, version, path, what, breaks }: CatalogueChange): string {
  const name = version === null ? event : `${event} v${String(version)}`;
  const effect = breaks.map((broken) => consequences[broken]).join('; ');
  return [name, path, what].filter((part) => part !== null).join(' ') + (effect && `: ${effect}`);
}

function adviceFor(breaking: readonly CatalogueChange[]): readonly string[] {
  const raised = breaking.flatMap(({ event, version }) =>
    version === null ? [] : [`${event} to version ${String(version + 1)}`],
  );
  const advice = [...new Set(raised)].map(
    (event) => `Raise ${event}, and give it an upcaster from the version before.`,
  );
  const whole = breaking.some(({ version }) => version === null);
  return [
    ...advice,
    ...(whole ? ['An event that changes as a whole needs a new type beside the former one.'] : []),
  ];
}
