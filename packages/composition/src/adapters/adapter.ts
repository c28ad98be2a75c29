import type {
  CachedEntityKind,
  Database,
  EntityCache,
  EventBus,
  Projection,
  StoreModule,
} from '@foldmart/core';
import type { RuntimeDependencies } from '../runtime/runtime-dependencies.js';
import type { Settings } from '../settings/settings.js';

/** How long a queue may wait to fill batches. */
export interface QueuePatience {
  /** True for messages that a caller waits for: neither producer nor consumer waits to fill batches. */
  readonly isPrompt: boolean;
}

/** Makes queues of one kind. */
export interface QueueAdapter {
  /** Connects at its first use. */
  open(settings: Settings, dependencies: RuntimeDependencies, patience: QueuePatience): EventBus;
}

/** Makes caches of one kind. */
export interface CacheAdapter {
  /** Connects at its first use. */
  open(settings: Settings, dependencies: RuntimeDependencies): EntityCache;
}

/** The purpose for which a database is opened. */
export interface DatabaseUse {
  readonly projections: readonly Projection[];
  readonly cachedKinds: readonly CachedEntityKind[];
  readonly modules: readonly StoreModule<unknown>[];
  /**
   * `write` creates and migrates what is missing. `read` changes nothing: it rejects with code `missing-schema` if the
   * database was never set up.
   */
  readonly access: 'write' | 'read';
}

/** One SQL statement of a person or a script; `$1` stands for the first value. */
export interface SqlQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Default: `read`, which refuses every change. */
  readonly access?: 'read' | 'write';
}

/** The rows of a statement, by the names of their columns. */
export type SqlRows = readonly Readonly<Record<string, unknown>>[];

/** One SQL statement that reads, and the bounds of its answer. */
export interface SqlQuestion {
  readonly text: string;
  readonly maxRows: number;
  /** The answer is cut after about so many characters. */
  readonly maxCharacters: number;
  readonly timeoutMs: number;
}

/** The rows of an answer, as the database prints their values; times as RFC 3339 writes them. */
export interface SqlAnswer {
  readonly columns: readonly {
    readonly name: string;
    readonly kind: 'number' | 'time' | 'text';
  }[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Whether there are more rows. */
  readonly isCut: boolean;
}

/** Makes databases of one kind. */
export interface DatabaseAdapter {
  /** True for a database that lives and ends with the process. */
  readonly isInProcess: boolean;
  open(settings: Settings, dependencies: RuntimeDependencies, use: DatabaseUse): Promise<Database>;
  /** Writes and reads within a transaction that is rolled back. Absent if there is nothing to connect to. */
  probe?(settings: Settings): Promise<{ readonly schemaVersion: number }>;
  /** Runs one SQL statement. Absent if the database has no SQL. */
  query?(settings: Settings, query: SqlQuery): Promise<SqlRows>;
  /** Answers one question within its bounds, and changes nothing. Absent if the database has no SQL. */
  ask?(settings: Settings, question: SqlQuestion): Promise<SqlAnswer>;
}

/** Adapters by their name in the settings, each loaded at its first use. */
export interface Adapters {
  /** By QUEUE_TYPE. */
  readonly queues?: Readonly<Record<string, () => Promise<QueueAdapter>>>;
  /** By CACHE_TYPE. */
  readonly caches?: Readonly<Record<string, () => Promise<CacheAdapter>>>;
  /** By DB_TYPE. */
  readonly databases?: Readonly<Record<string, () => Promise<DatabaseAdapter>>>;
}

/** The adapters that the settings name. */
export interface LoadedAdapters {
  readonly queue: QueueAdapter;
  readonly cache: CacheAdapter;
  readonly database: DatabaseAdapter;
}
