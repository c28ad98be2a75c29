import type { AnyDecider } from '@foldmart/core';

/** What the ids of a decider's streams start with. */
export function streamPrefixOf(name: string, { streamPrefix }: AnyDecider): string {
  return streamPrefix ?? `${name}-`;
}
