import type { LogBlocker } from '@foldmart/core';

/** Describes the append that keeps readers of the log waiting, if there is one. */
export function blockerLines(blocker: LogBlocker | null): readonly string[] {
  if (blocker === null) return [];
  const seconds = (blocker.ageMs / 1_000).toFixed(1);
  return [
    `the newest events are not visible yet: an append has been open for ${seconds} s: ${blocker.description}`,
  ];
}
