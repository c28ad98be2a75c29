import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Assignment, GroupMember } from '../src/client/kafka-client.js';
import { assignCooperatively } from '../src/consumer/sticky-assignor.js';

/** A group in which members come, go and are killed, driven through the rounds of each rebalance. */
class ModelGroup {
  readonly #counts: ReadonlyMap<string, number>;
  readonly #members = new Map<string, { topics: string[]; owned: Assignment }>();
  #generation = 0;

  constructor(counts: ReadonlyMap<string, number>) {
    this.#counts = counts;
  }

  join(memberId: string, topics: readonly string[]): void {
    this.#members.set(memberId, { topics: [...topics], owned: {} });
  }

  remove(memberId: string): void {
    this.#members.delete(memberId);
  }

  /** One rebalance: members give up what they did not get, then take what is new. */
  round(): void {
    const before = this.held();
    const assigned = assignCooperatively(this.claims(), this.#counts);
    this.#generation += 1;
    for (const [memberId, member] of this.#members) {
      const next = assigned.get(memberId) ?? {};
      for (const place of placesOf(next)) {
        const holder = before.get(place);
        expect(holder ?? memberId, `${place} is assigned while another holds it`).toBe(memberId);
      }
      member.owned = next;
    }
  }

  settle(): void {
    this.round();
    this.round();
  }

  claims(): readonly GroupMember[] {
    return [...this.#members].map(([memberId, { topics, owned }]) => ({
      memberId,
      topics,
      owned,
      generation: this.#generation,
    }));
  }

  /** The holder of each partition. */
  held(): ReadonlyMap<string, string> {
    const places = [...this.#members].flatMap(([memberId, { owned }]) =>
      placesOf(owned).map((place): [string, string] => [place, memberId]),
    );
    expect(new Set(places.map(([place]) => place)).size).toBe(places.length);
    return new Map(places);
  }

  share(memberId: string, topic: string): number {
    return this.#members.get(memberId)?.owned[topic]?.length ?? 0;
  }

  readersOf(topic: string): readonly string[] {
    return [...this.#members].filter(([, { topics }]) => topics.includes(topic)).map(([id]) => id);
  }
}

/** Members that share the partitions of one topic. */
function settledGroup(members: number, count: number): ModelGroup {
  const group = new ModelGroup(new Map([['orders', count]]));
  for (let index = 0; index < members; index += 1) group.join(`m${index}`, ['orders']);
  group.settle();
  return group;
}

const placesOf = (owned: Assignment) =>
  Object.entries(owned).flatMap(([topic, partitions]) => partitions.map((p) => `${topic}/${p}`));

const change = fc.record({
  member: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  topics: fc.constantFrom(['orders'], ['users'], ['orders', 'users']),
  leaves: fc.boolean(),
  /** Whether the group rebalances before the next change. */
  rounds: fc.constantFrom(0, 1, 2),
});

const counts = fc.record({ orders: fc.nat(12), users: fc.nat(5) });

it('never assigns a partition that another member holds, and settles in two rounds', () => {
  fc.assert(
    fc.property(counts, fc.array(change, { maxLength: 12 }), ({ orders, users }, changes) => {
      const sizes = new Map([
        ['users', users],
        ['orders', orders],
      ]);
      const group = new ModelGroup(sizes);
      for (const { member, topics, leaves, rounds } of changes) {
        if (leaves) group.remove(member);
        else group.join(member, topics);
        for (let round = 0; round < rounds; round += 1) group.round();
      }
      group.settle();
      const settled = group.held();
      for (const [topic, count] of sizes) {
        const readers = group.readersOf(topic);
        if (readers.length === 0) continue;
        const shares = readers.map((reader) => group.share(reader, topic));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }
      group.round();
      expect(group.held()).toEqual(settled);
    }),
  );
});

it('moves no more than a fair share when a member joins', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 30 }),
      (members, count) => {
        const group = settledGroup(members, count);
        const before = group.held();
        group.join('new', ['orders']);
        group.settle();
        const moved = [...group.held()].filter(([place, holder]) => before.get(place) !== holder);
        expect(moved.every(([, holder]) => holder === 'new')).toBe(true);
        expect(moved.length).toBeLessThanOrEqual(Math.ceil(count / (members + 1)));
      },
    ),
  );
});

it('moves only the partitions of the member that leaves', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 0, max: 30 }),
      (members, count) => {
        const group = settledGroup(members, count);
        const before = group.held();
        group.remove('m1');
        group.settle();
        const moved = [...group.held()].filter(([place, holder]) => before.get(place) !== holder);
        expect(moved.every(([place]) => before.get(place) === 'm1')).toBe(true);
      },
    ),
  );
});

it('prefers the later of two claims for one partition', () => {
  const member = (memberId: string, generation: number): GroupMember => ({
    memberId,
    topics: ['orders'],
    owned: { orders: [0] },
    generation,
  });
  const one = assignCooperatively([member('a', 3), member('b', 4)], new Map([['orders', 1]]));
  expect([one.get('a'), one.get('b')]).toEqual([{}, { orders: [0] }]);
});
