import type { EventEnvelope } from '../../events/envelope.js';
import { retryTransient } from '../../messaging/retry-policy.js';
import type { Clock } from '../../ports/clock.js';
import type { EventStore } from '../../ports/event-store.js';
import type { IngestOutcome } from '../../ports/ingest.js';
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

export interface SeedCatalogueDependencies extends CatalogueDependencies {
  readonly store: EventStore;
  readonly clock: Clock;
  /** Adds jitter to the back-off. */
  readonly random: Random;
  readonly logger: Logger;
}

/** How much is seeded, and how progress is reported. */
export interface SeedCatalogueOptions extends Partial<CatalogueOptions> {
  /** Events per transaction; default 1,000. */
  readonly batchSize?: number;
  /** Called after every batch. Must not throw. */
  readonly onProgress?: (progress: SeedProgress) => void;
  /** Stops the seeding between two batches. */
  readonly signal?: AbortSignal;
}

/** The progress of a seeding. */
export interface SeedProgress {
  readonly kind: 'users' | 'products';
  readonly done: number;
  readonly total: number;
}

/** The outcomes of the seed's events of one kind. */
export interface SeedCounts {
  readonly appended: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly refused: number;
}

/** The result of a seeding; `isComplete` is false if the signal stopped it. */
export interface SeedReport {
  readonly users: SeedCounts;
  readonly products: SeedCounts;
  readonly isComplete: boolean;
}

/**
 * Writes a catalogue directly to the log, users first, with origin `seed`. The same seed gives the same events, so a
 * second run adds nothing and counts duplicates. Retryable failures are retried without limit; any other error
 * rejects.
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
  const counts = { appended: 0, duplicate: 0, conflict: 0, refused: 0, held: 0 };
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
