export {
  askPostgres,
  type AnswerColumnKind,
  type PostgresAnswer,
  type PostgresQuestion,
} from './ask-postgres.js';
export { classifyError, type ErrorClass } from './classify-error.js';
export type {
  ModuleMigration,
  PostgresModule,
  PostgresModuleContext,
} from './modules/postgres-module.js';
export type { TableNamer } from './database-tables.js';
export {
  openPostgresDatabase,
  type PostgresDatabase,
  type PostgresDependencies,
} from './open-postgres-database.js';
export {
  postgresOptionsSchema,
  type PostgresOptions,
  type PostgresOptionsInput,
} from './options.js';
export { probePostgres, type PostgresFinding } from './probe-postgres.js';
export { queryPostgres, type PostgresQuery } from './query-postgres.js';
