import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CachedEntity, EntityCache, RefreshTicket } from '@foldmart/core';
import { sortedIds } from './entities.js';

/**
 * The model of a cache with one kind: its entities and the ticket last used. Tickets are numbered in the order drawn.
 */
export interface CacheModel {
  entities: readonly CachedEntity[];
  drawn: number;
  used: number;
}

/** The real cache under the same commands. */
interface CacheUnderTest {
  readonly clients: readonly EntityCache[];
  readonly kind: string;
  readonly tickets: RefreshTicket[];
}

type CacheCommand = fc.AsyncCommand<CacheModel, CacheUnderTest>;

/** Commands that draw tickets, use them in any order, and read. */
export function cacheCommands(clients: number): fc.Arbitrary<CacheCommand>[] {
  const client = fc.nat(clients - 1);
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', '가', '__proto__', 'f'), {
    maxLength: 6,
  });
  return [
    client.map((by) => new BeginRefresh(by)),
    fc
      .tuple(client, fc.nat(9), ids, fc.integer())
      .map(([by, ticket, of, mark]) => new ReplaceAll(by, ticket, of, mark)),
    fc.tuple(client, fc.nat(8)).map(([by, count]) => new Sample(by, count)),
    fc
      .tuple(client, fc.constantFrom('a', '가', '__proto__', 'missing'))
      .map(([by, id]) => new Get(by, id)),
  ];
}

/** The model of a new cache. */
export function emptyCache(): CacheModel {
  return { entities: [], drawn: 0, used: -1 };
}

class BeginRefresh implements CacheCommand {
  readonly #by: number;

  constructor(by: number) {
    this.#by = by;
  }

  check(): boolean {
    return true;
  }

  async run(model: CacheModel, real: CacheUnderTest): Promise<void> {
    real.tickets.push(await clientOf(real, this.#by).beginRefresh(real.kind));
    model.drawn += 1;
  }

  toString(): string {
    return `client ${this.#by} draws a ticket`;
  }
}

class ReplaceAll implements CacheCommand {
  readonly #by: number;
  readonly #choice: number;
  readonly #entities: readonly CachedEntity[];

  constructor(by: number, choice: number, ids: readonly string[], mark: number) {
    this.#by = by;
    this.#choice = choice;
    this.#entities = ids.map((id) => ({ id, data: { mark } }));
  }

  check({ drawn }: Readonly<CacheModel>): boolean {
    return drawn > 0;
  }

  async run(model: CacheModel, real: CacheUnderTest): Promise<void> {
    const chosen = this.#choice % model.drawn;
    const ticket = real.tickets[chosen];
    assert.ok(ticket !== undefined);
    const outcome = await clientOf(real, this.#by).replaceAll(real.kind, this.#entities, {
      ticket,
      allowEmpty: true,
    });
    assert.equal(outcome, chosen < model.used ? 'superseded' : 'replaced');
    if (outcome === 'superseded') return;
    model.used = chosen;
    model.entities = this.#entities;
  }

  toString(): string {
    const ids = this.#entities.map(({ id }) => id).join();
    return `client ${this.#by} replaces all by [${ids}] with ticket ${this.#choice}`;
  }
}

class Sample implements CacheCommand {
  readonly #by: number;
  readonly #count: number;

  constructor(by: number, count: number) {
    this.#by = by;
    this.#count = count;
  }

  check(): boolean {
    return true;
  }

  async run({ entities }: CacheModel, real: CacheUnderTest): Promise<void> {
    const cache = clientOf(real, this.#by);
    assert.equal(await cache.size(real.kind), entities.length);
    const found = await cache.sample(real.kind, this.#count);
    assert.equal(found.length, Math.min(this.#count, entities.length));
    assert.equal(new Set(sortedIds(found)).size, found.length);
    for (const entity of found) {
      assert.deepEqual(
        entity,
        entities.find(({ id }) => id === entity.id),
      );
    }
  }

  toString(): string {
    return `client ${this.#by} samples ${this.#count}`;
  }
}

class Get implements CacheCommand {
  readonly #by: number;
  readonly #id: string;

  constructor(by: number, id: string) {
    this.#by = by;
    this.#id = id;
  }

  check(): boolean {
    return true;
  }

  async run({ entities }: CacheModel, real: CacheUnderTest): Promise<void> {
    const found = await clientOf(real, this.#by).get(real.kind, this.#id);
    assert.deepEqual(
      found,
      entities.find(({ id }) => id === this.#id),
    );
  }

  toString(): string {
    return `client ${this.#by} gets ${this.#id}`;
  }
}

function clientOf({ clients }: CacheUnderTest, by: number): EntityCache {
  const client = clients[by];
  assert.ok(client);
  return client;
}
