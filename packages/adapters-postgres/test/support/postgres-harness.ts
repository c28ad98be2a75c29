import { randomUUID } from 'node:crypto';
import type { EventStoreHarness, HeldAppend, StoreProcess } from '@foldmart/conformance';
import type { Projection, StreamAppend } from '@foldmart/core';
import { realClock } from '@foldmart/conformance';
import { tablesIn } from '../../src/database-tables.js';
import { appendInTransaction, logContext } from '../../src/event-store/log-writer.js';
import { InlineProjector } from '../../src/read-models/inline-projector.js';
import { ModelCatalog } from '../../src/read-models/model-catalog.js';
import { orderPlaced } from './sample-events.js';
import { endBackends } from './end-backends.js';
import { scratchSchema } from './scratch-schema.js';
import { serviceAddress } from './service-options.js';
import { openSeverableRoute, type SeverableRoute } from './severable-route.js';

/** Runs each case on a schema of its own. */
export async function postgresHarness(): Promise<EventStoreHarness> {
  const schema = scratchSchema();
  const routes: SeverableRoute[] = [];
  let projections: readonly Projection[] = [];

  async function openProcess(given: readonly Projection[]): Promise<StoreProcess> {
    projections = given;
    const route = await openSeverableRoute(serviceAddress());
    routes.push(route);
    const applicationName = `process-${randomUUID()}`;
    const { host, port } = route;
    return {
      instance: await schema.open(given, { host, port, applicationName }),
      async crash() {
        await route.sever();
        const { session, close } = await schema.connect();
        await endBackends(session, applicationName);
        await close();
      },
    };
  }

  async function holdAppend(append: StreamAppend): Promise<HeldAppend> {
    const { session, close } = await schema.connect();
    const catalog = new ModelCatalog(schema.name, projections);
    const context = logContext(tablesIn(schema.name), catalog, new InlineProjector(projections));
    await session.run({ text: 'BEGIN' });
    await appendInTransaction(session, context, [append]);
    const end = async (text: string): Promise<void> => {
      await session.run({ text });
      await close();
    };
    return { commit: () => end('COMMIT'), rollback: () => end('ROLLBACK') };
  }

  return {
    clock: realClock,
    uniqueName: (prefix) => `${prefix}-${randomUUID()}`,
    open(given) {
      projections = given;
      return schema.open(given);
    },
    openProcess,
    holdAppend,
    async wastePosition() {
      const { streamId, event } = orderPlaced();
      const held = await holdAppend({ streamId, expectedVersion: 0, events: [event] });
      await held.rollback();
    },
    async dispose() {
      await schema.dispose();
      await Promise.all(routes.map((route) => route.sever()));
    },
  };
}
