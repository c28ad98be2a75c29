import { createApp, type App, type Adapters } from '@foldmart/composition';
import { VirtualClock } from '@foldmart/core/testing';
import {
  defineDomain,
  defineEvent,
  defineSubscription,
  silentLogger,
  type Domain,
} from '@foldmart/core';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { counter } from '../app/counter.js';
import { inMemory } from '../app/in-memory.js';
import { totalling, totals } from '../app/totals.js';
import { deafQueue, hangingDatabase } from './hanging-adapters.js';

const limitMs = 8_000;
const hangs = new Promise<never>(() => undefined);

const measured = defineEvent({
  type: 'measured',
  schema: z.object({ sensor: z.string(), value: z.number() }),
  streamId: ({ sensor }) => `sensor-${sensor}`,
  partitionKey: ({ sensor }) => sensor,
  identity: ({ sensor, value }) => `${sensor}/${String(value)}`,
});

const measuring = defineDomain({ name: 'metering', events: [measured] });

interface Scene {
  readonly app: App;
  readonly clock: VirtualClock;
}

const opened: Scene[] = [];

async function open(domain: Domain, adapters: Adapters = {}, own: object = {}): Promise<Scene> {
  const clock = new VirtualClock();
  const settings = { ...inMemory, PROGRESS_TIMEOUT: String(limitMs / 1_000), ...own };
  const app = await createApp(domain, settings, { clock, adapters, logger: silentLogger });
  const scene = { app, clock };
  opened.push(scene);
  return scene;
}

afterEach(async () => {
  for (const { app, clock } of opened.splice(0)) await clock.drive(app.close());
});

/** A domain whose subscription takes `handle` for each increment. */
function subscribed(handle: () => Promise<void>): Domain {
  const noting = defineSubscription({
    name: 'noting',
    events: [counter.events.incremented],
    handle,
  });
  return defineDomain({
    ...{ name: 'counting', deciders: { counter } },
    ...{ projections: [totalling], subscriptions: [noting] },
  });
}

async function increment({ app }: Scene, by: number): Promise<void> {
  await app.handle('counter' as never, 'c1', { type: 'increment', data: by } as never);
}

describe('a subscription', () => {
  it('whose handler hangs once is started again, and handles the event', async () => {
    let calls = 0;
    const scene = await open(
      subscribed(() => {
        calls += 1;
        return calls === 1 ? hangs : Promise.resolve();
      }),
    );
    await scene.clock.drive(scene.app.start());
    await increment(scene, 1);
    await scene.clock.advance(2 * limitMs);
    await scene.clock.advance(2 * limitMs);
    expect(calls).toBe(2);
    expect(scene.app.watchdog.stalled()).toEqual([]);
  });

  it('whose handler always hangs ends its process, which names the event; projections go on until then', async () => {
    const scene = await open(subscribed(() => hangs));
    const { ended } = await scene.clock.drive(scene.app.start());
    ended.catch(() => undefined);
    await increment(scene, 1);
    await scene.clock.advance(1.5 * limitMs);
    expect(scene.app.watchdog.stalled()).toMatchObject(
      [{ role: 'subscriptions', work: 'noting', at: /its handler of incremented/ }].map(
        ({ at, ...rest }) => ({ ...rest, at: expect.stringMatching(at) as string }),
      ),
    );
    await increment(scene, 2);
    await scene.clock.advance(1_000);
    expect((await scene.app.rows.get(totals, { name: 'all' }))?.['total']).toBe(3);
    await expect(scene.clock.drive(ended)).rejects.toThrow(
      /^subscriptions: noting does not move: its handler of incremented .* has not ended for \d+ s/,
    );
  });

  it('that is slow but ends in time is left alone, and so is one that has nothing to do', async () => {
    let handled = 0;
    const scene = await open(
      subscribed(async () => {
        await clock.sleep(limitMs - 1);
        handled += 1;
      }),
    );
    const { clock } = scene;
    await clock.drive(scene.app.start());
    for (let nth = 0; nth < 5; nth += 1) await increment(scene, 1);
    await clock.advance(5 * limitMs);
    expect(handled).toBe(5);
    await clock.advance(20 * limitMs);
    expect(scene.app.watchdog.works().every(({ isStalled }) => !isStalled)).toBe(true);
    expect(handled).toBe(5);
  });
});

describe('a consumer', () => {
  const sensors = Array.from({ length: 12 }, (_, nth) => `s${String(nth)}`);
  const facts = sensors.map((sensor) => ({ type: 'measured', data: { sensor, value: 1 } }));
  const stuck = facts[0]?.data.sensor;

  it('whose handler hangs once leaves and joins again, and nothing is missing', async () => {
    let hung = 0;
    const databases = {
      hanging: async () =>
        hangingDatabase(({ items }) => {
          const isStuck = items.some(({ streamId }) => streamId === `sensor-${String(stuck)}`);
          hung += isStuck ? 1 : 0;
          return isStuck && hung === 1;
        }),
    };
    const scene = await open(measuring, { databases }, { DB_TYPE: 'hanging' });
    await scene.clock.drive(scene.app.start({ instances: 2 }));
    await scene.clock.drive(scene.app.publish(facts));
    await scene.clock.advance(1_000);
    const { events } = await scene.app.database();
    const before = await events.count();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(facts.length);
    await scene.clock.advance(4 * limitMs);
    expect(await events.count()).toBe(facts.length);
    expect(scene.app.watchdog.stalled()).toEqual([]);
  });

  it('whose handler always hangs ends its process, whichever member has the partition', async () => {
    const databases = {
      hanging: async () =>
        hangingDatabase(({ items }) =>
          items.some(({ streamId }) => streamId === `sensor-${String(stuck)}`),
        ),
    };
    const scene = await open(measuring, { databases }, { DB_TYPE: 'hanging' });
    const { ended } = await scene.clock.drive(scene.app.start({ instances: 3 }));
    await scene.clock.drive(scene.app.publish(facts));
    await expect(scene.clock.drive(ended)).rejects.toThrow(
      /^consumers: metering_consumer_\d at metering\/\d does not move: event-store.ingest in a batch of \d+ messages from offset \d+ has not ended/,
    );
    expect(scene.clock.monotonic()).toBeLessThan(4 * limitMs);
  });

  it('that takes no messages although some wait joins again', async () => {
    const scene = await open(
      measuring,
      { queues: { deaf: async () => deafQueue() } },
      { QUEUE_TYPE: 'deaf' },
    );
    await scene.clock.drive(scene.app.start());
    await scene.clock.drive(scene.app.publish(facts));
    await scene.clock.advance(3 * limitMs);
    const { events } = await scene.app.database();
    expect(await events.count()).toBe(facts.length);
  });
});
