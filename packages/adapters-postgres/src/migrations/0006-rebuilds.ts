import type { DatabaseTables } from '../database-tables.js';
import type { Migration } from './migration.js';

/**
 * The mode and parked event of each projection, running rebuilds, and the fence that stops programs with other
 * inline projections. The mode is null until a program with the projection opens the database.
 */
export const rebuilds: Migration = {
  version: 6,
  name: 'rebuilds',
  statements: (tables) => [
    `ALTER TABLE ${tables.checkpoints}
      ADD COLUMN mode text COLLATE "C" CHECK (mode IN ('inline', 'async')),
      ${parkedColumns.map((column) => `ADD COLUMN ${column}`).join(', ')}`,
    `CREATE TABLE ${tables.rebuilds} (
      id text COLLATE "C" PRIMARY KEY,
      fingerprint text COLLATE "C" NOT NULL,
      versions jsonb NOT NULL,
      shadows text[] COLLATE "C" NOT NULL,
      position text COLLATE "C",
      events bigint NOT NULL DEFAULT 0,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      ${parkedColumns.join(', ')}
    )`,
    fenceText(tables),
  ],
};

const parkedColumns = [
  'parked_at timestamptz',
  'parked_event_id text COLLATE "C"',
  'parked_event_type text COLLATE "C"',
  'parked_position text COLLATE "C"',
  'parked_detail text',
];

/**
 * Raises FM001 if the inline projections of the database's rows are not the given ones; both lists are ordered by
 * the names' bytes. The lock comes first. A transaction that changes the versions waits for those that have read the
 * old versions, and blocks later ones until they read the new versions.
 */
function fenceText({ inlineFence, checkpoints }: DatabaseTables): string {
  const live = `${checkpoints} WHERE mode = 'inline' AND version > 0`;
  return `
    CREATE FUNCTION ${inlineFence}(names text[], versions integer[]) RETURNS void
    LANGUAGE plpgsql AS $fence$
    DECLARE
      live_names text[];
      live_versions integer[];
      what text;
      remedies text;
    BEGIN
      LOCK TABLE ${checkpoints} IN ROW SHARE MODE;
      SELECT coalesce(array_agg(projection ORDER BY projection), '{}'),
             coalesce(array_agg(version ORDER BY projection), '{}')
      INTO live_names, live_versions FROM ${live};
      IF live_names = names AND live_versions = versions THEN RETURN; END IF;
      SELECT
        string_agg(format('projection %s is at %s in the database and at %s in this program', name,
          coalesce('version ' || kept.version, 'no version'),
          coalesce('version ' || own.version, 'no version')), '; ' ORDER BY name),
        string_agg(DISTINCT CASE
          WHEN own.version IS NULL
            THEN format('upgrade this program, or run foldmart projections retire %s', name)
          WHEN kept.version > own.version THEN 'upgrade this program'
          ELSE format('run foldmart projections rebuild %s', name)
        END, '; ')
      INTO what, remedies
      FROM unnest(names, versions) AS own (name, version)
      FULL JOIN (SELECT projection, version FROM ${live}) AS kept (name, version) USING (name)
      WHERE own.version IS DISTINCT FROM kept.version;
      RAISE EXCEPTION USING ERRCODE = 'FM001', MESSAGE = what, HINT = remedies;
    END $fence$`;
}
