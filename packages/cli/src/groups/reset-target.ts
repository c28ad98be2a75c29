import type { OffsetTarget } from '@foldmart/core';
import { InvalidArgumentError } from 'commander';
import { instantMs } from '../argument-parsers.js';

/** Where a group is to read next: a target of the port, or a number of messages forward or back. */
export type ResetTarget = OffsetTarget | { readonly to: 'shift'; readonly by: bigint };

const expected =
  'expected earliest, latest, offset:42, time:2026-02-03T14:30:00Z, shift:-100 or shift:+100';

/** Parses `--to`. Throws InvalidArgumentError, which names what it may be. */
export function resetTarget(text: string): ResetTarget {
  if (text === 'earliest' || text === 'latest') return { to: text };
  const [kind, value] = splitOnce(text);
  if (kind === 'offset' && /^\d{1,18}$/.test(value)) return { to: 'offset', offset: value };
  if (kind === 'shift' && /^[+-]?\d{1,18}$/.test(value)) {
    return { to: 'shift', by: BigInt(value.replace(/^\+/, '')) };
  }
  if (kind === 'time') return { to: 'time', timeMs: instantMs(value) };
  throw new InvalidArgumentError(expected);
}

function splitOnce(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}
