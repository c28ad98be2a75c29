import pg from 'pg';
import {
  assertCachedEntityKinds,
  assertModulesFit,
  openModules,
  type CachedEntityKind,
  type Clock,
  type Database,
  type Logger,
  type Projection,
  type Random,
} from '@foldmart/core';
import { ConnectionPool } from './connection/connection-pool.js';
import { AppendNotices } from './notices/append-notices.js';
import { closeClient } from './connection/close-client.js';
import { connectionTarget, readOnly } from './connection/connection-target.js';
import { PatientPool } from './connection/patient-pool.js';
import { toPortError } from './connection/port-failure.js';
import { Session } from './connection/session.js';
import { tableNamer, tablesIn } from './database-tables.js';
import { logContext } from './event-store/log-writer.js';
import { connectCreating } from './migrations/create-database.js';
import { assertMigrated } from './migrations/assert-migrated.js';
import { migrate } from './migrations/migrate.js';
import { surviveLostConnections } from './migrations/survive-lost-connections.js';
import type { PostgresModule } from './modules/postgres-module.js';
import {
  postgresOptionsSchema,
  type PostgresOptions,
  type PostgresOptionsInput,
} from './options.js';
import { PostgresAuditReader } from './audit-reader/postgres-audit-reader.js';
import { PostgresCheckpointStore } from './checkpoint-store/postgres-checkpoint-store.js';
import { PostgresDeadLetterStore } from './dead-letter-store/postgres-dead-letter-store.js';
import { PostgresEventStore } from './event-store/postgres-event-store.js';
import { postgresLeaderLock } from './leader-lock/postgres-leader-lock.js';
import { PostgresProjectionStore } from './projection-store/postgres-projection-store.js';
import { PostgresReadModelStore } from './read-model-store/postgres-read-model-store.js';
import { PostgresRebuildStore } from './rebuild-store/postgres-rebuild-store.js';
import { PostgresRepository } from './repository/postgres-repository.js';
import { PostgresSnapshotStore } from './snapshot-store/postgres-snapshot-store.js';
import { InlineProjector } from './read-models/inline-projector.js';
import { ModelCatalog } from './read-models/model-catalog.js';

/** What the database uses. */
export interface PostgresDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Their read models get tables; the inline ones are written with each append. */
  readonly projections: readonly Projection[];
  /** Checked when the database is opened. */
  readonly cachedKinds?: readonly CachedEntityKind[];
  /** What a domain adds to the store; `database.module(…)` gives the ports of each. */
  readonly modules?: readonly PostgresModule<unknown>[];
  /**
   * `write`, the default, creates and migrates what is missing, and registers the projections. `read` changes nothing;
   * the server refuses every write, and opening rejects with code `missing-schema` if the layout is not the expected one.
   */
  readonly access?: 'write' | 'read';
}

/** A database on Postgres, on one pool of connections. */
export type PostgresDatabase = Database;

/**
 * Opens a database, creating and migrating it if necessary. If the connection is lost meanwhile, it starts again, for
 * about a minute. Rejects with a PortError that says what is wrong and what to do, with ZodError if the options are invalid, and with RangeError if projections, cached kinds and modules do not
 * fit together.
 */
export async function openPostgresDatabase(
  input: PostgresOptionsInput,
  dependencies: PostgresDependencies,
): Promise<PostgresDatabase> {
  const options = postgresOptionsSchema.parse(input);
  const { projections, cachedKinds = [], modules = [] } = dependencies;
  assertCachedEntityKinds(cachedKinds);
  assertModulesFit(modules, projections);
  const catalog = new ModelCatalog(options.schema, projections);
  await surviveLostConnections(
    (reached) =>
      dependencies.access === 'read'
        ? inspectDatabase(options, modules, reached)
        : prepareDatabase(options, catalog, dependencies, reached),
    dependencies,
  );
  return assemble(options, catalog, dependencies);
}

async function prepareDatabase(
  options: PostgresOptions,
  catalog: ModelCatalog,
  { projections, logger, modules = [] }: PostgresDependencies,
  reached: () => void,
): Promise<void> {
  try {
    const client = await connectCreating(
      (database) => connectionTarget(options, database),
      reached,
    );
    try {
      const tables = tablesIn(options.schema);
      await migrate(new Session(client), { tables, catalog, projections, modules, logger });
    } finally {
      await closeClient(client);
    }
  } catch (error) {
    const { address } = connectionTarget(options);
    throw toPortError({ port: 'event-store', operation: 'open' }, address, error);
  }
}

async function inspectDatabase(
  options: PostgresOptions,
  modules: readonly PostgresModule<unknown>[],
  reached: () => void,
): Promise<void> {
  const target = readOnly(connectionTarget(options));
  const client = new pg.Client(target.config);
  // Without a listener, a connection that breaks between two statements would crash the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    reached();
    await assertMigrated(new Session(client), tablesIn(options.schema), modules);
  } catch (error) {
    throw toPortError({ port: 'event-store', operation: 'open' }, target.address, error);
  } finally {
    await closeClient(client);
  }
}

function assemble(
  options: PostgresOptions,
  catalog: ModelCatalog,
  { clock, random, logger, projections, modules = [], access }: PostgresDependencies,
): PostgresDatabase {
  const all = connectionTarget(options);
  const target = access === 'read' ? readOnly(all) : all;
  const tables = tablesIn(options.schema);
  const pool = new ConnectionPool(target, options.poolSize, logger);
  const patientPool = new PatientPool(pool);
  const { schema, notifyIntervalMs: intervalMs } = options;
  const notices = new AppendNotices({ pool, schema, clock, logger, intervalMs });
  const projector = new InlineProjector(projections);
  const context = logContext(tables, catalog, projector, () => notices.appended());
  const events = new PostgresEventStore(pool, context, { clock, random, notices });
  const locks = postgresLeaderLock(pool, tables, options.leaderLeaseMs, { clock, random, logger });
  return {
    events,
    deadLetters: new PostgresDeadLetterStore(pool, tables),
    readModels: new PostgresReadModelStore(pool, catalog),
    projections: new PostgresProjectionStore(pool, tables, catalog),
    rebuilds: new PostgresRebuildStore({ pool, patientPool }, tables, catalog),
    locks,
    repository: new PostgresRepository(pool, tables, catalog),
    snapshots: new PostgresSnapshotStore(pool, tables),
    checkpoints: new PostgresCheckpointStore(pool, tables),
    audit: new PostgresAuditReader(patientPool, tables, catalog, modules),
    module: openModules(modules, (module) =>
      module.open({
        pool,
        log: context,
        tableName: tableNamer(options.schema),
        clock,
        random,
      }),
    ),
    async close() {
      await Promise.all([events.close(), locks.close()]);
      await pool.close();
    },
  };
}
