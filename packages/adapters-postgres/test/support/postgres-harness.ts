import { randomUUID } from 'node:crypto';
import type {
  EventStoreHarness,
  HeldAppend,
  StoreInstance,
  StoreProcess,
} from '@foldmart/conformance';
import type { ShopStoreHarness } from '@foldmart/conformance/shop';
import type { Projection, StreamAppend } from '@foldmart/core';
import { realClock } from '@foldmart/conformance';
import type { PostgresDatabase, PostgresModule, PostgresOptionsInput } from '../../src/index.js';
import { postgresShop } from '../../src/shop/index.js';
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
  return harnessWith([], (database) => database);
}

/** The same, opened with the shop's module. */
export async function postgresShopHarness(): Promise<ShopStoreHarness> {
  return harnessWith([postgresShop], (database) => ({
    ...database,
    ...database.module(postgresShop),
  }));
}

function harnessWith<Instance extends StoreInstance>(
  modules: readonly PostgresModule<unknown>[],
  toInstance: (database: PostgresDatabase) => Instance,
): EventStoreHarness<Instance> {
  const schema = scratchSchema();
  const routes: SeverableRoute[] = [];
  let projections: readonly Projection[] = [];

  async function open(given: readonly Projection[], more: PostgresOptionsInput = {}) {
    return toInstance(await schema.openWith({ projections: given, modules }, more));
  }

  async function openProcess(given: readonly Projection[]): Promise<StoreProcess<Instance>> {
    projections = given;
    const route = await openSeverableRoute(serviceAddress());
    routes.push(route);
    const applicationName = `process-${randomUUID()}`;
    const { host, port } = route;
    return {
      instance: await open(given, { host, port, applicationName }),
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
      return open(given);
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
