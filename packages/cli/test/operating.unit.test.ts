import { isWanted } from '@foldmart/composition';
import { describe, expect, it } from 'vitest';
import { targetOffset } from '../src/groups/reset-plan.js';
import { resetTarget } from '../src/groups/reset-target.js';
import { fieldCondition } from '../src/topics/field-condition.js';
import { bodiesIn } from '../src/topics/messages-from-text.js';

describe('the target of a reset', () => {
  it.each([
    ['earliest', { to: 'earliest' }],
    ['offset:42', { to: 'offset', offset: '42' }],
    ['time:1970-01-01T00:00:01Z', { to: 'time', timeMs: 1_000 }],
    ['shift:-5', { to: 'shift', by: -5n }],
    ['shift:+5', { to: 'shift', by: 5n }],
  ])('%s', (text, target) => {
    expect(resetTarget(text)).toEqual(target);
  });

  it.each(['', 'newest', 'offset:', 'offset:-1', 'shift:x', 'time:yesterday', 'earliest:1'])(
    'refuses %j and says what it may be',
    (text) => {
      expect(() => resetTarget(text)).toThrow('expected');
    },
  );

  const kept = { topic: 'orders', partition: 1, committed: '15', start: '10', end: '20' };
  it.each([
    ['shift:+2', 17n],
    ['shift:+99', 20n],
    ['shift:-99', 10n],
    ['offset:20', 20n],
    ['latest', 20n],
    ['earliest', 10n],
  ])('%s of what is kept', (text, offset) => {
    expect(targetOffset(kept, resetTarget(text))).toBe(offset);
  });

  it('refuses an offset that is not kept', () => {
    expect(() => targetOffset(kept, resetTarget('offset:21'))).toThrow('orders[1]');
  });
});

describe('a filter of messages', () => {
  const message = {
    topic: 'orders',
    partition: 0,
    offset: '1',
    timestamp: '2026-02-03T14:30:00.000Z',
    key: 'u_1',
    headers: {},
    body: { data: { user: 'u_1', quantity: 2, tags: ['a'] } },
  };
  it.each([
    ['data.user=u_1', true],
    ['data.quantity=2', true],
    ['data.tags.0=a', true],
    ['data.quantity=3', false],
    ['data.missing.deeper=1', false],
    ['constructor.name=Object', false],
  ])('%s', (text, expected) => {
    expect(isWanted(message, { where: fieldCondition(text) })).toBe(expected);
  });

  it('needs the key too', () => {
    expect(isWanted(message, { key: 'u_2', where: fieldCondition('data.user=u_1') })).toBe(false);
  });

  it.each(['', 'user', '=1', 'data..user=1'])('refuses %j', (text) => {
    expect(() => fieldCondition(text)).toThrow('expected');
  });
});

it('finds one body, or one a line, and keeps their text', () => {
  expect(bodiesIn('{\n"a": 1.0\n}\n')).toEqual(['{\n"a": 1.0\n}']);
  expect(bodiesIn('{"a":1}\n\n{"a":2}\n')).toEqual(['{"a":1}', '{"a":2}']);
  expect(bodiesIn('not\nJSON')).toEqual(['not\nJSON']);
  expect(bodiesIn(' \n')).toEqual([]);
});
