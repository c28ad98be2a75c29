import { quoted } from './connection/statement.js';

/** The qualified and quoted name of a table in the database's schema. */
export type TableNamer = (table: string) => string;

/** The library's own tables, qualified and quoted. */
export interface DatabaseTables {
  readonly schema: string;
  readonly events: string;
  readonly logEpoch: string;
  readonly deadLetters: string;
  readonly deadLetterActions: string;
  readonly heldKeys: string;
  readonly keyReleases: string;
  /** The function that fails a batch which has to know its held keys. */
  readonly refuseHeldKeys: string;
  readonly consumedPositions: string;
  readonly checkpoints: string;
  readonly rebuilds: string;
  /** The function that compares inline projections with those of the database. */
  readonly inlineFence: string;
  /** The function that returns the version of a stream, and fails if an append cannot follow it. */
  readonly streamHead: string;
  /** The function that every append calls before its transaction has an id. */
  readonly beginAppend: string;
  /** The trigger function that calls it for inserts into the log. */
  readonly beginAppendUnlessBegun: string;
  /** The function that lists running transactions that never append. */
  readonly foreignTransactions: string;
  /** The function that returns an id below which every transaction that appends has ended. It never decreases. */
  readonly logBound: string;
  /** The trigger function that refuses changes of events. */
  readonly refuseLogChange: string;
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
  'dead_letter_actions',
  'held_keys',
  'key_releases',
  'consumed_positions',
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
    deadLetterActions: table('dead_letter_actions'),
    heldKeys: table('held_keys'),
    keyReleases: table('key_releases'),
    refuseHeldKeys: table('refuse_held_keys'),
    consumedPositions: table('consumed_positions'),
    checkpoints: table('projection_checkpoints'),
    rebuilds: table('projection_rebuilds'),
    inlineFence: table('assert_inline_projections'),
    streamHead: table('stream_head'),
    beginAppend: table('begin_append'),
    beginAppendUnlessBegun: table('begin_append_unless_begun'),
    foreignTransactions: table('foreign_transactions'),
    logBound: table('log_bound'),
    refuseLogChange: table('refuse_log_change'),
    snapshots: table('snapshots'),
    subscriptions: table('subscription_checkpoints'),
    cacheTurns: table('cache_turns'),
    leaderLeases: table('leader_leases'),
    migrations: table('foldmart_migrations'),
  };
}
