/** The tables of the library in every store, and the names that their indexes and sequences take. No read model may have one. */
export const libraryTableNames: readonly string[] = [
  'cache_turns',
  'consumed_positions',
  'dead_letters',
  'dead_letters_id_seq',
  'dead_letters_source_key',
  'events',
  'events_event_id_key',
  'events_position_seq',
  'events_stream_key',
  'foldmart_migrations',
  'log_epoch',
  'projection_checkpoints',
  'projection_rebuilds',
  'snapshots',
  'subscription_checkpoints',
];
