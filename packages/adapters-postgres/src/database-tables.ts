import { quoted } from './connection/statement.js';

/** The qualified and quoted name of a table in the database's schema. */
export type TableNamer = (table: string) => string;

/** The library's own tables, qualified and quoted. */
export interface DatabaseTables {
  readonly schema: string;
  readonly events: string;
  readonly logEpoch: string;
  readonly deadLetters: string;
  readonly checkpoints: string;
  readonly rebuilds: string;
  /** The function that compares inline projections with those of the database. */
  readonly inlineFence: string;
  readonly snapshots: string;
  readonly subscriptions: string;
  readonly cacheTurns: string;
  readonly leaderLeases: string;
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
  'leader_leases',
  'foldmart_migrations',
];

/** Names tables in `schema`. */
export function tableNamer(schema: string): TableNamer {
  return (table) => `${quoted(schema)}.${quoted(table)}`;
}

/** The names of the library's tables in `schema`. */
export function tablesIn(schema: string): DatabaseTables {
  const table = tableNamer(schema);
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
    leaderLeases: table('leader_leases'),
    migrations: table('foldmart_migrations'),
  };
}
