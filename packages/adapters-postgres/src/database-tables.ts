import { quoted } from './connection/statement.js';

/** The library's own tables, qualified and quoted. */
export interface DatabaseTables {
  readonly schema: string;
  readonly events: string;
  readonly logEpoch: string;
  readonly deadLetters: string;
  readonly checkpoints: string;
  readonly rebuilds: string;
  /** The function that compares inline projections. */
  readonly inlineFence: string;
  readonly snapshots: string;
  readonly subscriptions: string;
  readonly cacheTurns: string;
  readonly coupons: string;
  readonly couponIssues: string;
  readonly couponOutcomes: string;
  readonly migrations: string;
}

/** Names that no read model may take. */
export const reservedTableNames: readonly string[] = [
  'events',
  'log_epoch',
  'dead_letters',
  'projection_checkpoints',
  'projection_rebuilds',
  'snapshots',
  'subscription_checkpoints',
  'cache_turns',
  'coupons',
  'coupon_issues',
  'coupon_outcomes',
  'foldmart_migrations',
];

/** Where the library's tables are in `schema`. */
export function tablesIn(schema: string): DatabaseTables {
  const table = (name: string): string => `${quoted(schema)}.${quoted(name)}`;
  return {
    schema,
    events: table('events'),
    logEpoch: table('log_epoch'),
    deadLetters: table('dead_letters'),
    checkpoints: table('projection_checkpoints'),
    rebuilds: table('projection_rebuilds'),
    inlineFence: table('assert_inline_projections'),
    snapshots: table('snapshots'),
    subscriptions: table('subscription_checkpoints'),
    cacheTurns: table('cache_turns'),
    coupons: table('coupons'),
    couponIssues: table('coupon_issues'),
    couponOutcomes: table('coupon_outcomes'),
    migrations: table('foldmart_migrations'),
  };
}
