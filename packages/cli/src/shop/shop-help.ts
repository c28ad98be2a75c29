import type { ShopRuntime } from '@foldmart/composition/shop';
import type { DomainHelp } from '../domain-help.js';

/** How the commands speak of the shop. Loads the shop's modules only when they are needed. */
export const shopHelp: DomainHelp = {
  name: 'shop',
  onDerivedDifference:
    'the coupon ledger differs from the log: stop the coupon workers, then correct its rows by hand; no rebuild does this',
  onEmptyCache: 'foldmart seed makes some',
  keepsPartitions: async (...topic) =>
    (await import('./coupons/coupon-topic-rule.js')).keepsCouponPartitions(...topic),
  replTools: async (context) => (await import('./shop-repl-tools.js')).shopReplTools(context),
  panels: async (system) =>
    (await import('@foldmart/composition/shop')).shopPanels(system as unknown as ShopRuntime),
  monitorTables: async (context) =>
    (await import('./coupons/coupon-tables.js')).couponTables(context),
};

/** Shown below the list of commands. */
export const shopGuide = `
To start:
  foldmart start --duration 10        the whole shop in memory, for ten seconds
  foldmart doctor                     which services are configured, and whether they respond
  foldmart rush                       a crowd that competes for a hundred coupons, in memory

On real services, each in its own process (settings from the environment or a file .env):
  export QUEUE_TYPE=kafka CACHE_TYPE=redis DB_TYPE=postgres
  foldmart topics create
  foldmart seed
  foldmart cache-worker
  foldmart consume --all
  foldmart produce
  foldmart grade-updater

To inspect the log and the read models:
  foldmart stream list --prefix user-
  foldmart events tail --follow
  foldmart projections status
  foldmart verify

For a domain of your own, write foldmart.config.ts: export default defineConfig({ domain }).

Results go to stdout (-o json for programs), progress to stderr. Exit codes: 0 success, 1 the result is
not as it should be, 2 wrong command line or setting, 3 a service cannot be used, 70 a defect.`;
