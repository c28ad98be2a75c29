import { compareOffsets, inOrderOfMessages, type MessageSource } from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { HeldKeys, holdsKey, successorLetter } from '../../src/messaging/held-keys.js';
import type { DeadLetterReason } from '../../src/messaging/dead-letter.js';

function at(key: string | null, offset: string, more: Partial<MessageSource> = {}): MessageSource {
  const place = { group: 'g', topic: 't', topicId: 'first', partition: 0, offset };
  const bytes = key === null ? null : new TextEncoder().encode(key);
  return { ...place, key: bytes, value: null, headers: {}, ...more };
}

describe('held keys', () => {
  it('hold their head, and what comes after it in its partition', () => {
    const keys = new HeldKeys([at('a', '10')]);
    const behind = ['9', '10', '11', '100'].filter((offset) => keys.isBehind(at('a', offset)));
    expect(behind).toEqual(['10', '11', '100']);
    expect(keys.isBehind(at('b', '11'))).toBe(false);
    expect(keys.isBehind(at(null, '11'))).toBe(false);
    expect(keys.isBehind(undefined)).toBe(false);
  });

  it('hold what is in another partition or another life of the topic', () => {
    const keys = new HeldKeys([at('a', '10')]);
    expect(keys.isBehind(at('a', '1', { partition: 1 }))).toBe(true);
    expect(keys.isBehind(at('a', '1', { topicId: 'second' }))).toBe(true);
  });

  it('are none without heads, or with heads without a key', () => {
    expect(new HeldKeys().isEmpty).toBe(true);
    expect(new HeldKeys([at(null, '1')]).isEmpty).toBe(true);
    expect(new HeldKeys([at('a', '1')]).isEmpty).toBe(false);
  });

  it('keep a head from before, and of several new ones the first in the partition', () => {
    const keys = new HeldKeys([at('a', '10')]);
    for (const source of [at('a', '5'), at('b', '7'), at('b', '8'), at('b', '6'), at(null, '1')]) {
      keys.hold(source);
    }
    expect(keys.added).toEqual([at('b', '6')]);
    expect(keys.isBehind(at('a', '9'))).toBe(false);
    expect(keys.isBehind(at('b', '6'))).toBe(true);
  });
});

it.each<[DeadLetterReason, boolean]>([
  ['malformed', true],
  ['refused', true],
  ['conflict', false],
  ['parked-successor', false],
])('a letter that is parked as %s holds its key: %s', (reason, holds) => {
  const letter = { reason, detail: 'no', attempts: 1 };
  expect(holdsKey({ source: at('a', '1'), ...letter })).toBe(holds);
  expect(holdsKey({ source: at(null, '1'), ...letter })).toBe(false);
});

it('the letter of a successor says what it waits for, and its event if that is known', () => {
  const [source, attempts] = [at('a', '2'), 3];
  const letter = { reason: 'parked-successor', detail: 'an earlier message of its key is parked' };
  expect(successorLetter(source, attempts)).toStrictEqual({ source, attempts, ...letter });
  expect(successorLetter(source, attempts, 'e')).toStrictEqual({
    source,
    attempts,
    ...letter,
    eventId: 'e',
  });
});

describe('offsets', () => {
  it.each([
    ['9', '10'],
    ['1-9', '1-10'],
    ['2', '2-0'],
    ['2-0', '2-1'],
    ['9-5', '10-1'],
    ['99999999999999999998', '99999999999999999999'],
    ['a', 'b'],
    ['10', '9x'],
    ['10', 'x9'],
  ])('%s is before %s', (one, other) => {
    expect(compareOffsets(one, other)).toBeLessThan(0);
    expect(compareOffsets(other, one)).toBeGreaterThan(0);
    expect(compareOffsets(one, one)).toBe(0);
  });
});

it('letters are sorted by topic, partition and offset', () => {
  const place = (topic: string, partition: number, offset: string) =>
    at('a', offset, { topic, partition });
  const sorted = [
    place('a', 2, '9'),
    place('a', 2, '10'),
    place('a', 10, '1'),
    place('b', 0, '0'),
  ].map((source) => ({ source }));
  expect(inOrderOfMessages(sorted.toReversed())).toEqual(sorted);
});
