import assert from 'node:assert/strict';
import type { EntityCache, RefreshTicket } from '@foldmart/core';
import type { EntityCacheHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { entities } from './entities.js';

export const fencingCases: readonly ConformanceCase<EntityCacheHarness>[] = [
  {
    name: 'a worker that stalled cannot replace a newer set with an older one',
    async run(harness) {
      const [slow, fast] = [await harness.open(), await harness.open()];
      const kind = harness.uniqueName('kind');
      const older = await slow.beginRefresh(kind);
      const newer = await fast.beginRefresh(kind);
      assert.equal(await fast.replaceAll(kind, entities(5, 2), { ticket: newer }), 'replaced');
      assert.equal(await slow.replaceAll(kind, entities(9, 1), { ticket: older }), 'superseded');
      await assertGeneration(slow, kind, { size: 5, generation: 2 });
    },
  },
  {
    name: 'tickets used in the order in which they were drawn all replace',
    async run(harness) {
      const clients = [await harness.open(), await harness.open()];
      const kind = harness.uniqueName('kind');
      const tickets = await drawInTurn(clients, kind, 6);
      for (const [nth, ticket] of tickets.entries()) {
        const cache = clients[nth % 2];
        const outcome = await cache?.replaceAll(kind, entities(nth + 1, nth), { ticket });
        assert.equal(outcome, 'replaced', `ticket ${nth}`);
      }
      assert.ok(clients[0]);
      await assertGeneration(clients[0], kind, { size: 6, generation: 5 });
    },
  },
  {
    name: 'a used ticket supersedes all tickets drawn before it, by any client',
    async run(harness) {
      const clients = await Promise.all(Array.from({ length: 4 }, () => harness.open()));
      const [first] = clients;
      assert.ok(first);
      const kind = harness.uniqueName('kind');
      const tickets = await drawInTurn(clients, kind, 20);
      const last = tickets[19] ?? '';
      assert.equal(await first.replaceAll(kind, entities(3, 19), { ticket: last }), 'replaced');
      for (const ticket of tickets.slice(0, 19)) {
        const outcome = await first.replaceAll(kind, entities(4), { ticket });
        assert.equal(outcome, 'superseded');
      }
      await assertGeneration(first, kind, { size: 3, generation: 19 });
    },
  },
  {
    name: 'tickets drawn at the same time differ',
    async run(harness) {
      const clients = await Promise.all(Array.from({ length: 4 }, () => harness.open()));
      const kind = harness.uniqueName('kind');
      const tickets = await Promise.all(
        Array.from({ length: 100 }, async (_, nth) => clients[nth % 4]?.beginRefresh(kind)),
      );
      assert.equal(new Set(tickets).size, 100);
    },
  },
  {
    name: 'a ticket that is never used has no effect',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      const used = await cache.beginRefresh(kind);
      await cache.beginRefresh(kind);
      assert.equal(await cache.replaceAll(kind, entities(5), { ticket: used }), 'replaced');
    },
  },
  {
    name: 'a replacement can be retried with its ticket, as after a lost answer',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      const ticket = await cache.beginRefresh(kind);
      for (let time = 0; time < 2; time += 1) {
        assert.equal(await cache.replaceAll(kind, entities(5), { ticket }), 'replaced');
      }
    },
  },
  {
    name: 'a ticket of one kind supersedes nothing of another',
    async run(harness) {
      const cache = await harness.open();
      const [one, other] = [harness.uniqueName('kind'), harness.uniqueName('kind')];
      const older = await cache.beginRefresh(one);
      const newer = await cache.beginRefresh(other);
      assert.equal(await cache.replaceAll(other, entities(5), { ticket: newer }), 'replaced');
      assert.equal(await cache.replaceAll(one, entities(5), { ticket: older }), 'replaced');
    },
  },
  {
    name: 'a kind that was emptied on purpose stays empty for older tickets',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      const older = await cache.beginRefresh(kind);
      const newer = await cache.beginRefresh(kind);
      await cache.replaceAll(kind, [], { ticket: newer, allowEmpty: true });
      const outcome = await cache.replaceAll(kind, entities(5), { ticket: older });
      assert.equal(outcome, 'superseded');
      assert.equal(await cache.size(kind), 0);
    },
  },
];

/** Draws tickets one after another, from each client in turn. */
async function drawInTurn(
  clients: readonly EntityCache[],
  kind: string,
  count: number,
): Promise<readonly RefreshTicket[]> {
  const tickets: RefreshTicket[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const ticket = await clients[nth % clients.length]?.beginRefresh(kind);
    assert.ok(ticket !== undefined);
    tickets.push(ticket);
  }
  return tickets;
}

async function assertGeneration(
  cache: EntityCache,
  kind: string,
  { size, generation }: { readonly size: number; readonly generation: number },
): Promise<void> {
  assert.equal(await cache.size(kind), size);
  assert.equal((await cache.get(kind, 'book-0'))?.data['generation'], generation);
}
