import {
  askPostgres,
  openPostgresDatabase,
  probePostgres,
  queryPostgres,
  type PostgresModule,
} from '@foldmart/adapters-postgres';
import type { DatabaseAdapter } from './adapter.js';
import { postgresOptions } from './postgres-options.js';

/** Postgres as configured by the settings. */
export const postgresDatabase: DatabaseAdapter = {
  isInProcess: false,
  open: ({ values }, dependencies, { projections, cachedKinds, modules, access }) =>
    openPostgresDatabase(postgresOptions(values), {
      ...dependencies,
      projections,
      cachedKinds,
      modules: modules as readonly PostgresModule<unknown>[],
      access,
    }),
  probe: ({ values }) => probePostgres(postgresOptions(values)),
  query: ({ values }, query) => queryPostgres(postgresOptions(values), query),
  ask: ({ values }, question) => askPostgres(postgresOptions(values), question),
};
