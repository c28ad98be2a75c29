import type { LogBlocker } from '@foldmart/core';

/** Who keeps readers of the log waiting, where somebody does. */
export function blockerLines(blocker: LogBlocker | null): readonly string[] {
  if (blocker === null) return [];
  const seconds = (blocker.ageMs / 1_000).toFixed(1);
  return [
    `the newest events wait for the end of a transaction, open for ${seconds} s: ${blocker.description}`,
  ];
}
