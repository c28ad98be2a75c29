import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { EventStoreHarness, HeldAppend, StoreInstance } from '@foldmart/conformance';
import { silentLogger, type Projection, type StreamAppend } from '@foldmart/core';
import { connectionTarget } from '../../src/connection/connection-target.js';
import { Session } from '../../src/connection/session.js';
import { tablesIn } from '../../src/database-tables.js';
import { openPostgresDatabase, postgresOptionsSchema } from '../../src/index.js';
import { appendInTransaction, logContext } from '../../src/log/log-writer.js';
import { InlineProjector } from '../../src/read-models/inline-projector.js';
import { ModelCatalog } from '../../src/read-models/model-catalog.js';
import { realClock } from './real-clock.js';
import { serviceOptions } from './service-options.js';

/** A schema of its own in the services' database for each case: faster to make than a database. */
export async function postgresHarness(): Promise<EventStoreHarness> {
  const schema = `case_${randomUUID().replaceAll('-', '')}`;
  const options = { ...serviceOptions(), schema };
  const target = connectionTarget(postgresOptionsSchema.parse(options));
  const closing: (() => Promise<void>)[] = [];
  let projections: readonly Projection[] = [];

  async function open(given: readonly Projection[]): Promise<StoreInstance> {
    projections = given;
    const database = await openPostgresDatabase(options, {
      clock: realClock,
      random: { next: Math.random },
      logger: silentLogger,
      projections,
    });
    closing.push(() => database.close());
    return database;
  }

  async function transaction(append: StreamAppend): Promise<HeldAppend> {
    const client = new pg.Client(target.config);
    closing.push(() => client.end());
    await client.connect();
    const session = new Session(client);
    const catalog = new ModelCatalog(schema, projections);
    const context = logContext(tablesIn(schema), catalog, new InlineProjector(projections));
    await session.run({ text: 'BEGIN' });
    await appendInTransaction(session, context, [append]);
    const end = async (text: string): Promise<void> => {
      await session.run({ text });
      await client.end();
    };
    return { commit: () => end('COMMIT'), rollback: () => end('ROLLBACK') };
  }

  return {
    clock: realClock,
    uniqueName: (prefix) => `${prefix}-${randomUUID()}`,
    open,
    holdAppend: transaction,
    async wastePosition() {
      const event = {
        id: randomUUID(),
        type: 'wasted',
        data: {},
        schemaVersion: 1,
        time: '2026-02-03T14:30:00Z',
        origin: 'command',
      };
      const held = await transaction({
        streamId: `wasted-${event.id}`,
        expectedVersion: 0,
        events: [event],
      });
      await held.rollback();
    },
    async dispose() {
      await Promise.all(closing.map((close) => close()));
      const client = new pg.Client(target.config);
      await client.connect();
      await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await client.end();
    },
  };
}
