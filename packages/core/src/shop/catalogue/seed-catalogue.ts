import type { EventEnvelope } from '../../events/envelope.js';
import { retryTransient } from '../../messaging/retry-policy.js';
import type { Clock } from '../../ports/clock.js';
import type { EventStore, IngestOutcome } from '../../ports/event-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Random } from '../../ports/random.js';
import {
  catalogueProducts,
  catalogueUsers,
  defaultCatalogue,
  type CatalogueDependencies,
  type CatalogueOptions,
} from './catalogue.js';
import { toIngestItem } from '../../messaging/publish-events.js';

/** What seeding works with. */
export interface SeedCatalogueDependencies extends CatalogueDependencies {
  readonly store: EventStore;
  readonly clock: Clock;
  /** For the pauses between attempts. */
  readonly random: Random;
  readonly logger: Logger;
}

/** How much is seeded, and who hears of it. */
export interface SeedCatalogueOptions extends Partial<CatalogueOptions> {
  /** Events a transaction; default 1,000. */
  readonly batchSize?: number;
  /** Hears of every batch. Must not throw. */
  readonly onProgress?: (progress: SeedProgress) => void;
  /** Stops between two batches. */
  readonly signal?: AbortSignal;
}

/** How far seeding is. */
export interface SeedProgress {
  readonly kind: 'users' | 'products';
  readonly done: number;
  readonly total: number;
}

/** What became of the seed's events of one kind. */
export interface SeedCounts {
  readonly appended: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly refused: number;
}

/** What seeding did; `isComplete` is false where the signal stopped it. */
export interface SeedReport {
  readonly users: SeedCounts;
  readonly products: SeedCounts;
  readonly isComplete: boolean;
}

/**
 * Writes a catalogue straight to the log, users first, with origin `seed`. The same chance gives the same events, so
 * running it again adds nothing and counts duplicates. A transient failure is tried again for as long as it takes;
 * rejects with any other.
 */
export async function seedCatalogue(
  dependencies: SeedCatalogueDependencies,
  options: SeedCatalogueOptions = {},
): Promise<SeedReport> {
  const catalogue = { ...defaultCatalogue, ...options };
  const users = await seedKind('users', catalogueUsers(dependencies, catalogue), dependencies, {
    ...options,
    total: catalogue.users,
  });
  const products = await seedKind(
    'products',
    catalogueProducts(dependencies, catalogue),
    dependencies,
    { ...options, total: catalogue.products },
  );
  return { users, products, isComplete: options.signal?.aborted !== true };
}

async function seedKind(
  kind: SeedProgress['kind'],
  events: Iterable<EventEnvelope>,
  dependencies: SeedCatalogueDependencies,
  options: SeedCatalogueOptions & { readonly total: number },
): Promise<SeedCounts> {
  const counts = { appended: 0, duplicate: 0, conflict: 0, refused: 0 };
  const { total, batchSize = 1_000, onProgress, signal } = options;
  let done = 0;
  for (const batch of collected(events, batchSize)) {
    if (signal?.aborted === true) break;
    for (const outcome of await ingest(batch, dependencies, signal)) counts[outcome] += 1;
    done += batch.length;
    onProgress?.({ kind, done, total });
  }
  const { appended, duplicate, conflict, refused } = counts;
  return { appended, duplicates: duplicate, conflicts: conflict, refused };
}

async function ingest(
  events: readonly EventEnvelope[],
  { store, registry, clock, random, logger }: SeedCatalogueDependencies,
  signal: AbortSignal | undefined,
): Promise<readonly IngestOutcome[]> {
  const items = events.map((event) => toIngestItem(registry, event));
  const { outcomes } = await retryTransient(() => store.ingest({ items }), {
    clock,
    random,
    ...(signal === undefined ? {} : { signal }),
    onRetry: (error, attempt, delayMs) =>
      logger.warn('seeding waits for the store', { error, attempt, delayMs }),
  });
  return outcomes;
}

function* collected<Item>(items: Iterable<Item>, size: number): Generator<readonly Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
