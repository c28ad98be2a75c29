import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shopProjections, countShop } from '@foldmart/core/shop';
import { TcpRelay } from '@foldmart/conformance';
import type { PostgresDatabase } from '../src/index.js';
import { ordersPlaced } from './support/sample-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';
import { serviceOptions } from './support/service-options.js';

let schema: ScratchSchema;
let relays: TcpRelay[];
beforeEach(() => {
  schema = scratchSchema();
  relays = [];
});
afterEach(async () => {
  await schema.dispose();
  await Promise.all(relays.map((relay) => relay.close()));
});

/** A relay that loses one answer of the server, and with it every connection. */
async function losing(isLost: (answer: string, nth: number) => boolean) {
  let answers = 0;
  let losses = 0;
  const relay = await TcpRelay.open({
    host: String(serviceOptions().host),
    port: Number(serviceOptions().port),
    rewrite(answer) {
      answers += 1;
      if (losses > 0 || !isLost(answer.toString('latin1'), answers)) return answer;
      losses += 1;
      relay.cut();
      return Buffer.alloc(0);
    },
  });
  relays.push(relay);
  return { port: relay.port, answers: () => answers, losses: () => losses };
}

/** Opens the schema as a process behind a relay. */
function open({ port }: { readonly port: number }): Promise<PostgresDatabase> {
  return schema.open(shopProjections(), { host: '127.0.0.1', port });
}

async function layout(): Promise<unknown> {
  const { session } = await schema.connect();
  const { rows: steps } = await session.run({
    text: `SELECT version, name FROM ${schema.name}.foldmart_migrations ORDER BY module, version`,
  });
  const { rows: columns } = await session.run({
    text: `SELECT table_name, column_name, data_type FROM information_schema.columns
      WHERE table_schema = '${schema.name}' ORDER BY table_name, column_name`,
  });
  return { steps, columns };
}

/** The layout that an undisturbed opening makes, and how many answers it takes. */
async function undisturbed() {
  const route = await losing(() => false);
  await open(route);
  const found = await layout();
  await schema.dispose();
  schema = scratchSchema();
  return { layout: found, answers: route.answers() };
}

/** Ends the reply to a commit. */
const committed = 'COMMIT\0';

describe('a first opening that loses its connection', () => {
  it('starts again, and leaves the whole layout, wherever the connection was lost', async () => {
    const whole = await undisturbed();
    // The first answers are those of the login: until then the server was not reached.
    for (let nth = 6; nth < whole.answers - 4; nth += 9) {
      const route = await losing((_answer, at) => at === nth);
      const database = await open(route);
      expect(route.losses()).toBe(1);
      await database.events.ingest({ items: ordersPlaced(3) });
      expect(await countShop(database.readModels)).toMatchObject({ orders: 3 });
      expect({ nth, layout: await layout() }).toEqual({ nth, layout: whole.layout });
      await schema.dispose();
      schema = scratchSchema();
    }
  });

  it('survives the loss of each reply to a commit, also if two processes open at once', async () => {
    const whole = await undisturbed();
    for (let nth = 1; ; nth += 1) {
      let commits = 0;
      const isNth = (answer: string): boolean =>
        answer.includes(committed) && (commits += 1) === nth;
      const [one, other] = [await losing(isNth), await losing(isNth)];
      await Promise.all([open(one), open(other)]);
      expect({ nth, layout: await layout() }).toEqual({ nth, layout: whole.layout });
      await schema.dispose();
      schema = scratchSchema();
      if (one.losses() + other.losses() === 0) {
        expect(nth).toBeGreaterThan(5);
        return;
      }
    }
  });

  it('starts again if its backend is terminated while it waits for another process', async () => {
    const { session } = await schema.connect();
    const lock = `SELECT pg_advisory_lock(hashtextextended('foldmart:migrations:${schema.name}', 3))`;
    await session.run({ text: lock });
    const applicationName = `opening-${schema.name}`.slice(0, 60);
    const opening = schema.open(shopProjections(), { applicationName });
    const terminate = async (): Promise<number> => {
      const { rowCount } = await session.run({
        text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = '${applicationName}' AND wait_event = 'advisory'`,
      });
      return rowCount;
    };
    await expect.poll(terminate, { timeout: 30_000 }).toBe(1);
    await expect.poll(terminate, { timeout: 30_000 }).toBe(1);
    await session.run({ text: lock.replace('pg_advisory_lock', 'pg_advisory_unlock') });
    const database = await opening;
    await database.events.ingest({ items: ordersPlaced(3) });
    expect(await countShop(database.readModels)).toMatchObject({ orders: 3 });
  });
});
