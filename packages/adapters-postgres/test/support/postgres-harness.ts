import { randomUUID } from 'node:crypto';
import {
  ProcessClock,
  realClock,
  TcpRelay,
  type HeldAppend,
  type LeaderLockHarness,
  type StoppableProcess,
  type StoreInstance,
} from '@foldmart/conformance';
import type { ShopStoreHarness } from '@foldmart/conformance/shop';
import type { Clock, Projection, StreamAppend } from '@foldmart/core';
import type { PostgresDatabase, PostgresModule, PostgresOptionsInput } from '../../src/index.js';
import { postgresShop } from '../../src/shop/index.js';
import { tablesIn } from '../../src/database-tables.js';
import { appendInTransaction } from '../../src/event-store/appending/append-in-transaction.js';
import { logContext } from '../../src/event-store/log-writer.js';
import { InlineProjector } from '../../src/read-models/inline-projector.js';
import { ModelCatalog } from '../../src/read-models/model-catalog.js';
import { orderPlaced } from './sample-events.js';
import { endBackends } from './end-backends.js';
import { scratchSchema } from './scratch-schema.js';
import { serviceAddress } from './service-options.js';

/** Runs each case on a schema of its own. */
export async function postgresHarness(): Promise<LeaderLockHarness> {
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
): LeaderLockHarness<Instance> {
  const schema = scratchSchema();
  const relays: TcpRelay[] = [];
  const clocks: ProcessClock[] = [];
  let projections: readonly Projection[] = [];

  async function open(
    given: readonly Projection[],
    more: PostgresOptionsInput = {},
    clock: Clock = realClock,
  ) {
    return toInstance(await schema.openWith({ projections: given, modules, clock }, more));
  }

  async function openProcess(
    given: readonly Projection[],
    more: PostgresOptionsInput = {},
  ): Promise<StoppableProcess<Instance>> {
    projections = given;
    const relay = await TcpRelay.open(serviceAddress());
    const clock = new ProcessClock(realClock);
    relays.push(relay);
    clocks.push(clock);
    const applicationName = `process-${randomUUID()}`;
    const address = { host: '127.0.0.1', port: relay.port };
    return {
      instance: await open(given, { ...address, applicationName, ...more }, clock),
      async crash() {
        await relay.close();
        const { session, close } = await schema.connect();
        await endBackends(session, applicationName);
        await close();
      },
      async stall() {
        clock.stop();
        relay.hold();
      },
      async resume() {
        relay.release();
        clock.resume();
      },
    };
  }

  async function holdAppend(append: StreamAppend): Promise<HeldAppend> {
    const { session, close } = await schema.connect();
    const catalog = new ModelCatalog(schema.name, projections);
    const context = logContext(tablesIn(schema.name), catalog, new InlineProjector(projections));
    await session.run({ text: 'BEGIN' });
    await session.run(context.beginAppend);
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
    openProcess: (given) => openProcess(given),
    openLeader: (leaderLeaseMs) => openProcess([], { leaderLeaseMs }),
    holdAppend,
    async wastePosition() {
      const { streamId, event } = orderPlaced();
      const held = await holdAppend({ streamId, expectedVersion: 0, events: [event] });
      await held.rollback();
    },
    async dispose() {
      for (const relay of relays) relay.release();
      for (const clock of clocks) clock.resume();
      await schema.dispose();
      await Promise.all(relays.map((relay) => relay.close()));
    },
  };
}
