import { productDecider, type ProductListing } from '../products/product-decider.js';
import { userDecider, type RegisterUser } from '../users/user-decider.js';
import type { EventEnvelope } from '../../events/envelope.js';
import type { EventRegistry } from '../../events/event-registry.js';
import type { Chance, SeededRandom } from '../ports/seeded-random.js';
import type { GenerationContext, ShopGenerator } from '../ports/shop-generator.js';
import { decideNew } from '../production/decide-new.js';

/** What a catalogue is made from. */
export interface CatalogueDependencies {
  readonly generator: ShopGenerator;
  readonly registry: EventRegistry;
  /** The same seed gives the same catalogue. */
  readonly chance: SeededRandom;
}

/** How large and how old a catalogue is. */
export interface CatalogueOptions {
  readonly users: number;
  readonly products: number;
  /** No entry is newer: milliseconds since the epoch. */
  readonly startMs: number;
  /** No entry is more than this many days older than `startMs`. */
  readonly spreadDays: number;
}

/** 10,000 users and 20,000 products of the two years before 2026. */
export const defaultCatalogue: CatalogueOptions = {
  users: 10_000,
  products: 20_000,
  startMs: Date.UTC(2026, 0, 1),
  spreadDays: 730,
};

const dayMs = 86_400_000;
const origin = 'seed';

/** The catalogue's `user_created` events; the first n are the same for any number of users. */
export function catalogueUsers(
  { generator, registry, chance }: CatalogueDependencies,
  options: CatalogueOptions,
): Generator<EventEnvelope, void> {
  return entries(chance('catalogue/users'), options, options.users, (context, metadata) =>
    decideNew(userDecider, { type: 'register', data: generator.user(context) }, registry, metadata),
  );
}

/** The catalogue's `product_created` events; the first n are the same for any number of products. */
export function catalogueProducts(
  { generator, registry, chance }: CatalogueDependencies,
  options: CatalogueOptions,
): Generator<EventEnvelope, void> {
  return entries(chance('catalogue/products'), options, options.products, (context, metadata) =>
    decideNew(
      productDecider,
      { type: 'list', data: generator.product(context) },
      registry,
      metadata,
    ),
  );
}

/** The users of a catalogue, without their events: a third of the work. */
export function catalogueUserData(
  { generator, chance }: Omit<CatalogueDependencies, 'registry'>,
  options: CatalogueOptions,
): Generator<RegisterUser, void> {
  return entries(chance('catalogue/users'), options, options.users, (context) =>
    generator.user(context),
  );
}

/** The products of a catalogue, without their events. */
export function catalogueProductData(
  { generator, chance }: Omit<CatalogueDependencies, 'registry'>,
  options: CatalogueOptions,
): Generator<ProductListing, void> {
  return entries(chance('catalogue/products'), options, options.products, (context) =>
    generator.product(context),
  );
}

type MakeEntry<Entry> = (
  context: GenerationContext,
  metadata: { readonly id: string; readonly time: string; readonly origin: string },
) => Entry;

function* entries<Entry>(
  { random, ids }: Chance,
  { startMs, spreadDays }: CatalogueOptions,
  count: number,
  entry: MakeEntry<Entry>,
): Generator<Entry, void> {
  for (let index = 0; index < count; index += 1) {
    const nowMs = startMs - Math.floor(random.next() * spreadDays * dayMs);
    const metadata = { id: ids.next(), time: new Date(nowMs).toISOString(), origin };
    yield entry({ random, ids, nowMs }, metadata);
  }
}
