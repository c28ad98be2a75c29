import type {
  AuditReader,
  CheckpointStore,
  Clock,
  DeadLetterStore,
  EventStore,
  LeaderLock,
  Logger,
  Projection,
  ProjectionStore,
  Random,
  ReadModelStore,
  RebuildStore,
  ShopRepository,
  SnapshotStore,
} from '@foldmart/core';
import type { CouponLedger } from '@foldmart/core/shop';
import { ConnectionPool } from './connection/connection-pool.js';
import { connectionTarget } from './connection/connection-target.js';
import { PatientPool } from './connection/patient-pool.js';
import { toPortError } from './connection/port-failure.js';
import { Session } from './connection/session.js';
import { tablesIn } from './database-tables.js';
import { logContext } from './event-store/log-writer.js';
import { connectCreating } from './migrations/create-database.js';
import { migrate } from './migrations/migrate.js';
import {
  postgresOptionsSchema,
  type PostgresOptions,
  type PostgresOptionsInput,
} from './options.js';
import { PostgresAuditReader } from './audit-reader/postgres-audit-reader.js';
import { PostgresCheckpointStore } from './checkpoint-store/postgres-checkpoint-store.js';
import { PostgresCouponLedger } from './shop/coupon-ledger/postgres-coupon-ledger.js';
import { PostgresDeadLetterStore } from './dead-letter-store/postgres-dead-letter-store.js';
import { PostgresEventStore } from './event-store/postgres-event-store.js';
import { PostgresLeaderLock } from './leader-lock/postgres-leader-lock.js';
import { PostgresProjectionStore } from './projection-store/postgres-projection-store.js';
import { PostgresReadModelStore } from './read-model-store/postgres-read-model-store.js';
import { PostgresRebuildStore } from './rebuild-store/postgres-rebuild-store.js';
import { PostgresShopRepository } from './repository/postgres-repository.js';
import { PostgresSnapshotStore } from './snapshot-store/postgres-snapshot-store.js';
import { InlineProjector } from './read-models/inline-projector.js';
import { ModelCatalog } from './read-models/model-catalog.js';

/** What the database works with. */
export interface PostgresDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Their read models get tables; the inline ones are written with each append. */
  readonly projections: readonly Projection[];
}

/** The ports that Postgres stands behind, on one pool of connections. */
export interface PostgresDatabase {
  readonly events: EventStore;
  readonly deadLetters: DeadLetterStore;
  readonly readModels: ReadModelStore;
  readonly projections: ProjectionStore;
  readonly rebuilds: RebuildStore;
  readonly locks: LeaderLock;
  readonly repository: ShopRepository;
  readonly coupons: CouponLedger;
  readonly snapshots: SnapshotStore;
  readonly checkpoints: CheckpointStore;
  readonly audit: AuditReader;
  /** Waits for what is in flight, gives up locks and closes every connection. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a database, made and migrated where that is needed. Rejects with a PortError that says what is wrong
 * and how to mend it, and with ZodError where the options are.
 */
export async function openPostgresDatabase(
  input: PostgresOptionsInput,
  dependencies: PostgresDependencies,
): Promise<PostgresDatabase> {
  const options = postgresOptionsSchema.parse(input);
  const catalog = new ModelCatalog(options.schema, dependencies.projections);
  await prepareDatabase(options, catalog, dependencies);
  return assemble(options, catalog, dependencies);
}

async function prepareDatabase(
  options: PostgresOptions,
  catalog: ModelCatalog,
  { projections, logger }: PostgresDependencies,
): Promise<void> {
  try {
    const client = await connectCreating((database) => connectionTarget(options, database));
    try {
      const tables = tablesIn(options.schema);
      await migrate(new Session(client), { tables, catalog, projections, logger });
    } finally {
      await client.end();
    }
  } catch (error) {
    const { address } = connectionTarget(options);
    throw toPortError({ port: 'event-store', operation: 'open' }, address, error);
  }
}

function assemble(
  options: PostgresOptions,
  catalog: ModelCatalog,
  { clock, random, logger, projections }: PostgresDependencies,
): PostgresDatabase {
  const target = connectionTarget(options);
  const tables = tablesIn(options.schema);
  const pool = new ConnectionPool(target, options.poolSize, logger);
  const patientPool = new PatientPool(pool);
  const context = logContext(tables, catalog, new InlineProjector(projections));
  const events = new PostgresEventStore(pool, context, { clock, random });
  const locks = new PostgresLeaderLock(pool, options.schema, {
    clock,
    logger,
    keepAliveMs: options.lockKeepAliveMs,
  });
  return {
    events,
    deadLetters: new PostgresDeadLetterStore(pool, tables),
    readModels: new PostgresReadModelStore(pool, catalog),
    projections: new PostgresProjectionStore(pool, tables, catalog),
    rebuilds: new PostgresRebuildStore({ pool, patientPool }, tables, catalog),
    locks,
    repository: new PostgresShopRepository(pool, tables, catalog),
    coupons: new PostgresCouponLedger(pool, context, { clock, random }),
    snapshots: new PostgresSnapshotStore(pool, tables),
    checkpoints: new PostgresCheckpointStore(pool, tables),
    audit: new PostgresAuditReader(patientPool, tables, catalog),
    async close() {
      locks.close();
      await Promise.all([events.close(), pool.close()]);
    },
  };
}
