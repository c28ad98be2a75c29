import { PortError, type Json, type SnapshotStore, type StreamSnapshot } from '@foldmart/core';
import { present } from '../codec.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { prepare } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { parseStoredJson } from '../stored-json.js';
import { encodeJson, isStorableText } from '../event-store/representable.js';

const port = 'snapshot-store';

/** How many snapshots one transaction deletes: readers of the log wait for every transaction that writes. */
const discardedAtOnce = 5_000;

/** Snapshots in the table `snapshots`, one row for each stream and name. */
export class PostgresSnapshotStore implements SnapshotStore {
  readonly #pool: ConnectionPool;
  readonly #tables: DatabaseTables;

  constructor(pool: ConnectionPool, tables: DatabaseTables) {
    this.#pool = pool;
    this.#tables = tables;
  }

  async load(streamId: string, name: string): Promise<StreamSnapshot | undefined> {
    if (!isStorableText(streamId) || !isStorableText(name)) return undefined;
    const { rows } = await this.#pool.run(
      { port, operation: 'load' },
      {
        ...prepare(`
          SELECT stream_version, schema_version, state::text FROM ${this.#tables.snapshots}
          WHERE name = $1 AND stream_id = $2`),
        values: [name, streamId],
      },
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    const [streamVersion, schemaVersion, state] = row;
    return {
      streamId,
      name,
      streamVersion: Number(streamVersion),
      schemaVersion: Number(schemaVersion),
      state: parseStoredJson(present(state), `A snapshot of ${streamId}`) as Json,
    };
  }

  async save(snapshot: StreamSnapshot): Promise<void> {
    const { streamId, name, streamVersion, schemaVersion } = snapshot;
    const values = [name, streamId, streamVersion, schemaVersion, encodeState(snapshot)];
    await this.#pool.run(
      { port, operation: 'save' },
      {
        ...prepare(`
          INSERT INTO ${this.#tables.snapshots} (name, stream_id, stream_version, schema_version, state)
          VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (name, stream_id) DO UPDATE SET
            stream_version = excluded.stream_version, schema_version = excluded.schema_version,
            state = excluded.state, taken_at = excluded.taken_at`),
        values,
      },
    );
  }

  async discard(name: string): Promise<number> {
    if (!isStorableText(name)) return 0;
    let discarded = 0;
    for (;;) {
      const { rowCount } = await this.#pool.run(
        { port, operation: 'discard' },
        {
          ...prepare(`
            DELETE FROM ${this.#tables.snapshots} WHERE name = $1 AND stream_id IN (
              SELECT stream_id FROM ${this.#tables.snapshots} WHERE name = $1 LIMIT $2
            )`),
          values: [name, discardedAtOnce],
        },
      );
      discarded += rowCount;
      if (rowCount < discardedAtOnce) return discarded;
    }
  }
}

/** The state as JSON text. Throws PortError, `rejected`, for a snapshot that Postgres cannot keep. */
function encodeState({ streamId, name, state }: StreamSnapshot): string {
  const encoded = [streamId, name].every(isStorableText)
    ? encodeJson('state', state)
    : ({ ok: false, why: 'its stream or name holds a character Postgres cannot keep' } as const);
  if (encoded.ok) return encoded.json;
  throw new PortError({
    port,
    operation: 'save',
    reason: 'rejected',
    message: `A snapshot of ${JSON.stringify(streamId)} cannot be stored: ${encoded.why}.`,
  });
}
