import { shopDomain } from '@foldmart/core/shop';
import { defineConfig } from '../config/index.js';
import { shopSettingDefinitions } from './settings/shop-setting-definitions.js';

/** The shop as a program: its domain, its settings, and the tables of the coupon ledger. */
export const shopConfig = defineConfig({
  domain: ({ values }) =>
    shopDomain({
      timeOffset: values.WIRE_TIME_OFFSET,
      buyersRatio: values.CACHE_USERS_BUYERS_RATIO,
      popularRatio: values.CACHE_PRODUCTS_POPULAR_RATIO,
    }),
  settings: shopSettingDefinitions,
  modules: {
    memory: async () => [(await import('@foldmart/adapters-memory/shop')).memoryShop],
    postgres: async () => [(await import('@foldmart/adapters-postgres/shop')).postgresShop],
  },
});
