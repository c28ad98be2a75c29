import assert from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';

const mostShown = 1_000;

/**
 * `assert.deepEqual` for values that may be large. Node's own message compares all lines: from Node
 * 22 on, a megabyte exhausts the memory of any machine.
 */
export function assertLargeEqual(actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  assert.fail(`expected ${shown(expected)}, not ${shown(actual)}`);
}

function shown(value: unknown): string {
  return inspect(value, { depth: 4, maxArrayLength: 20, maxStringLength: 200 }).slice(0, mostShown);
}
