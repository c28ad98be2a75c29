import type {
  Database,
  Domain,
  EntityCache,
  EventBus,
  EventRegistry,
  Projection,
  Telemetry,
  WakeUps,
  WireCodec,
} from '@foldmart/core';
import type {
  DatabaseAdapter,
  SqlAnswer,
  SqlQuery,
  SqlQuestion,
  SqlRows,
} from '../adapters/adapter.js';
import type { RegistryBodies } from '../bodies/index.js';
import type { SettingValues } from '../settings/read-values.js';
import type { Settings } from '../settings/settings.js';
import type { LogFileLogs } from '../logging/index.js';
import type { Outages } from '../outages/index.js';
import type { MetricsText } from '../telemetry/index.js';
import type { Watchdog } from '../progress/index.js';
import type { RuntimeDependencies } from './runtime-dependencies.js';

/** The parts of an application, each opened at its first use. */
export interface Runtime<Values extends SettingValues = SettingValues> extends RuntimeDependencies {
  readonly settings: Settings<Values>;
  /** Its topics and groups have the prefix of the settings. */
  readonly domain: Domain;
  readonly registry: EventRegistry;
  readonly codec: WireCodec;
  /** The schemas of bodies, and the registry that keeps them; undefined if every topic has JSON bodies. */
  readonly bodies: RegistryBodies | undefined;
  /** The domain's projections; they are given events in the current version of their schemas. */
  readonly projections: readonly Projection[];
  /** Which of its services do not answer. */
  readonly outages: Pick<Outages, 'open' | 'batchWaits' | 'batchLeaves'>;
  /** Finds roles of this process that do not move. */
  readonly watchdog: Watchdog;
  /** The log in LOG_FILE; undefined if it is not set, or if the application was given a logger. */
  readonly logFile: LogFileLogs | undefined;
  /** Takes metrics and traces; records nothing unless the settings ask for it. */
  readonly telemetry: Telemetry;
  /** The metrics of this process, for a server of your own; undefined if they are off. */
  readonly metrics: MetricsText | undefined;
  /**
   * Serves the metrics on METRICS_PORT until the runtime closes; does nothing if it is not set. Idempotent. Roles call it
   * when they start. Rejects with SettingsError if it cannot listen there.
   */
  serveMetrics(): Promise<void>;
  bus(): EventBus;
  /** The same queue for messages that a caller waits for: it does not wait to fill batches. */
  promptBus(): EventBus;
  cache(): EntityCache;
  /** Creates and migrates what is missing. Rejects with a PortError if it cannot be opened. */
  database(): Promise<Database>;
  /**
   * The read-only database: nothing is created, migrated or registered. Rejects with a PortError, code
   * `missing-schema`, if it was never set up.
   */
  inspect(): Promise<Database>;
  /** Writes and reads within a transaction that is rolled back; absent for a database in memory. */
  readonly probeDatabase: (() => ReturnType<NonNullable<DatabaseAdapter['probe']>>) | undefined;
  /** Runs one SQL statement, which may change something only with access `write`; absent if the database has no SQL. */
  readonly query: ((query: SqlQuery) => Promise<SqlRows>) | undefined;
  /** Answers one SQL question within its bounds, and changes nothing; absent if the database has no SQL. */
  readonly ask: ((question: SqlQuestion) => Promise<SqlAnswer>) | undefined;
  /** Wakes what follows the log in this process: projections, subscriptions and the outbox. */
  readonly wakeUps: WakeUps;
  /** Closes what was opened, in reverse order. Idempotent. */
  close(): Promise<void>;
}
