import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assignRoundRobin } from '../src/consumer/assignor.js';

const NOTHING_HELD = { owned: {}, generation: -1 };

const members = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 12,
});

it('assigns every partition to one member, in shares that differ by at most one', () => {
  fc.assert(
    fc.property(members, fc.integer({ min: 0, max: 40 }), (ids, count) => {
      const group = ids.map((memberId) => ({ memberId, topics: ['orders'], ...NOTHING_HELD }));
      const assigned = assignRoundRobin(group, new Map([['orders', count]]));
      const shares = ids.map((id) => assigned.get(id)?.['orders'] ?? []);
      const all = shares.flat().sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: count }, (_, partition) => partition));
      const sizes = shares.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

it('does not depend on the order of the members', () => {
  fc.assert(
    fc.property(members, fc.integer({ min: 1, max: 20 }), (ids, count) => {
      const group = ids.map((memberId) => ({ memberId, topics: ['orders'], ...NOTHING_HELD }));
      const counts = new Map([['orders', count]]);
      expect(assignRoundRobin([...group].reverse(), counts)).toEqual(
        assignRoundRobin(group, counts),
      );
    }),
  );
});

it('assigns the partitions of a topic only to members that read it', () => {
  const group = [
    { memberId: 'a', topics: ['orders'], ...NOTHING_HELD },
    { memberId: 'b', topics: ['users'], ...NOTHING_HELD },
    { memberId: 'c', topics: ['users', 'orders'], ...NOTHING_HELD },
  ];
  const assigned = assignRoundRobin(
    group,
    new Map([
      ['orders', 3],
      ['users', 3],
    ]),
  );
  expect(assigned.get('a')).not.toHaveProperty('users');
  expect(assigned.get('b')).not.toHaveProperty('orders');
  const of = (topic: string) =>
    [...assigned.values()].flatMap((assignment) => assignment[topic] ?? []).sort();
  expect([of('orders'), of('users')]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});
