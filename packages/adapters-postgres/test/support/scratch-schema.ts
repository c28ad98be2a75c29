import { randomUUID } from 'node:crypto';
import { silentLogger, type Logger, type Projection } from '@foldmart/core';
import { realClock } from '@foldmart/conformance';
import { connectionTarget } from '../../src/connection/connection-target.js';
import { Session } from '../../src/connection/session.js';
import { WireClient } from '../../src/connection/wire/wire-client.js';
import {
  openPostgresDatabase,
  postgresOptionsSchema,
  type PostgresDatabase,
  type PostgresDependencies,
  type PostgresOptionsInput,
} from '../../src/index.js';
import { serviceOptions } from './service-options.js';

const surroundings = {
  clock: realClock,
  random: { next: Math.random },
  logger: silentLogger,
};

/** A schema for one test, in the services' database: faster to create than a database. */
export interface ScratchSchema {
  readonly name: string;
  readonly options: PostgresOptionsInput;
  /** Opens it as one process would. */
  open(
    projections?: readonly Projection[],
    more?: PostgresOptionsInput,
    logger?: Logger,
  ): Promise<PostgresDatabase>;
  /** Opens it with modules and cached kinds. */
  openWith(
    dependencies: Partial<PostgresDependencies>,
    more?: PostgresOptionsInput,
  ): Promise<PostgresDatabase>;
  /** A connection of its own. */
  connect(): Promise<ScratchConnection>;
  /** Closes what was opened and drops the schema. */
  dispose(): Promise<void>;
}

/** A connection to inspect a database, or to interfere with it. */
export interface ScratchConnection {
  readonly session: Session;
  readonly close: () => Promise<void>;
}

/** Names a schema; it is created when it is first opened. */
export function scratchSchema(): ScratchSchema {
  const name = `case_${randomUUID().replaceAll('-', '')}`;
  const options = { ...serviceOptions(), schema: name };
  const closing: (() => Promise<void>)[] = [];

  async function connect(): Promise<ScratchConnection> {
    const client = new WireClient(connectionTarget(postgresOptionsSchema.parse(options)).config);
    client.on('error', () => undefined);
    await client.connect();
    const connection = { session: new Session(client), close: () => client.end() };
    closing.push(connection.close);
    return connection;
  }

  async function openWith(
    dependencies: Partial<PostgresDependencies>,
    more: PostgresOptionsInput = {},
  ): Promise<PostgresDatabase> {
    const database = await openPostgresDatabase(
      { ...options, ...more },
      { ...surroundings, projections: [], ...dependencies },
    );
    closing.push(() => database.close());
    return database;
  }

  return {
    name,
    options,
    connect,
    open: (projections = [], more = {}, logger = silentLogger) =>
      openWith({ projections, logger }, more),
    openWith,
    async dispose() {
      const { session, close } = await connect();
      await Promise.all(closing.filter((each) => each !== close).map((each) => each()));
      await session.run({ text: `DROP SCHEMA IF EXISTS ${name} CASCADE` });
      await close();
    },
  };
}
