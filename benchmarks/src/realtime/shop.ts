import { createShop, runShop } from '@foldmart/composition/shop';
import { contend } from '../measure/child.js';
import { settingsFor } from '../measure/service-settings.js';
import { CountBySecond } from './count-by-second.js';
import type { PacedShop, PacedShopConfig } from './shop-config.js';

const throughServices = { CACHE_TYPE: 'redis' };

// The whole shop in one process on the real services: seeder, cache worker, producer, nine consumers.
await contend(async (config: PacedShopConfig): Promise<PacedShop> => {
  const { database, durationMs, rate, users, products } = config;
  const system = await createShop(settingsFor(config, database, throughServices));
  let counts = newCounts();
  const summary = await runShop(system, {
    durationMs,
    ...(rate === undefined ? {} : { rate }),
    catalogue: { users, products },
    signal: new AbortController().signal,
    observer: {
      // The producer starts after the last consumer.
      started() {
        counts = newCounts();
      },
      produced(progress) {
        if ('ok' in progress) counts[progress.kind].add(progress.ok);
      },
      persisted(_consumer, { appended }) {
        counts.persisted.add(appended);
      },
    },
  });
  await system.close();
  const seconds = Math.ceil(durationMs / 1_000);
  const { persisted, ...published } = counts;
  return {
    ...summary,
    messages: summary.published,
    seconds,
    pace: {
      persisted: persisted.first(seconds),
      published: {
        orders: published.orders.first(seconds),
        products: published.products.first(seconds),
        users: published.users.first(seconds),
      },
    },
  };
});

function newCounts() {
  const startedAt = performance.now();
  return {
    orders: new CountBySecond(startedAt),
    products: new CountBySecond(startedAt),
    users: new CountBySecond(startedAt),
    persisted: new CountBySecond(startedAt),
  };
}
