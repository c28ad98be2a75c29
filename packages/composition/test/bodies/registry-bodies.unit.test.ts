import {
  createApp,
  prepareEvent,
  prepareViews,
  replayDeadLetters,
  searchMessages,
  viewOf,
  type App,
  type SettingTexts,
} from '@foldmart/composition';
import { SchemaRegistryServer } from '@foldmart/conformance';
import { defineDomain, defineEvent, type DeliveredMessage } from '@foldmart/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inMemory } from '../app/in-memory.js';

const shipDocked = defineEvent({
  type: 'ship_docked',
  topic: 'harbour',
  streamId: ({ ship }) => `ship-${ship}`,
  startsStream: true,
  identity: ({ ship }) => ship,
  schema: z.looseObject({ ship: z.string(), berth: z.int(), remark: z.string().optional() }),
});
const harbour = defineDomain({ name: 'harbour', events: [shipDocked] });

const consumers = { roles: ['consumers'] } as const;
const deadline = { timeout: 20_000, interval: 10 };

let registry: SchemaRegistryServer;
const opened: App[] = [];

beforeEach(async () => {
  registry = await SchemaRegistryServer.open();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
  await registry.close();
});

async function openHarbour(settings: SettingTexts = {}): Promise<App> {
  const app = await createApp(harbour, {
    ...inMemory,
    SCHEMA_REGISTRY_URL: registry.url,
    SCHEMA_REGISTRY_FORMATS: '*=avro',
    SCHEMA_REGISTRY_AUTO_REGISTER: 'true',
    ...settings,
  });
  opened.push(app);
  return app;
}

function docked(ship: string, berth = 1) {
  return { type: 'ship_docked', data: { ship, berth } };
}

async function readAll(app: App): Promise<readonly DeliveredMessage[]> {
  const { messages } = await searchMessages(app.bus().admin, {
    topic: 'harbour',
    limit: 100,
    mostRead: 100,
  });
  return messages;
}

async function shipsIn(app: App): Promise<readonly string[]> {
  const { events } = await app.database();
  const { events: found } = await events.readAll({ limit: 100 });
  return found.map(({ data }) => String(data['ship'])).sort();
}

describe.each(['avro', 'json-schema', 'protobuf'] as const)('bodies in %s', (format) => {
  it('go through the queue into the log', async () => {
    const app = await openHarbour({ SCHEMA_REGISTRY_FORMATS: `harbour=${format}` });
    await app.publish([{ ...docked('a'), data: { ship: 'a', berth: 1, stranger: [1, null] } }]);
    const [message] = await readAll(app);
    expect([...(message?.value?.subarray(0, 5) ?? [])]).toEqual([0, 0, 0, 0, 1]);
    await app.start(consumers);
    await expect.poll(() => shipsIn(app), deadline).toEqual(['a']);
    const { events } = await (await app.database()).events.readAll({ limit: 1 });
    expect(events[0]?.data).toEqual({ ship: 'a', berth: 1, stranger: [1, null] });
  });

  it('are shown and searched by their data', async () => {
    const app = await openHarbour({ SCHEMA_REGISTRY_FORMATS: `harbour=${format}` });
    await app.publish([docked('a', 1), docked('b', 2)]);
    const found = await searchMessages(app.bus().admin, {
      topic: 'harbour',
      limit: 10,
      mostRead: 100,
      codec: app.codec,
      where: [{ path: ['data', 'berth'], value: '2' }],
    });
    await prepareViews(app.codec, found.messages);
    expect(found.messages.map((message) => viewOf(message, app.codec).body)).toEqual([
      { event_type: 'ship_docked', data: { ship: 'b', berth: 2 } },
    ]);
  });

  it('are published by hand from JSON', async () => {
    const app = await openHarbour({ SCHEMA_REGISTRY_FORMATS: `harbour=${format}` });
    const body = JSON.stringify({ event_type: 'ship_docked', data: { ship: 'a', berth: 1 } });
    const request = { topic: 'harbour', headers: {}, nowMs: 0, nextId: () => 'id' };
    const { message } = await prepareEvent(app.codec, body, request);
    expect((message.value as Uint8Array)[0]).toBe(0);
  });
});

describe('a consumer', () => {
  it('waits while the registry is away: nothing is parked, and everything is recorded afterwards', async () => {
    const writer = await openHarbour();
    await writer.publish([docked('a'), docked('b')]);
    const sent = await readAll(writer);
    const app = await openHarbour();
    await app.bus().admin.createTopics([
      {
        ...{ name: 'harbour', partitions: 1, replicationFactor: 1, minInsyncReplicas: 1 },
        ...{ compression: 'none', retentionMs: 1e9 },
      },
    ]);
    await app.bus().publish('harbour', sent);
    registry.outage = { status: 503, body: 'starting' };
    const before = registry.requests.length;
    await app.start(consumers);
    await expect.poll(() => registry.requests.length - before, deadline).toBeGreaterThan(1);
    const database = await app.database();
    expect(await database.deadLetters.count()).toBe(0);
    expect(await shipsIn(app)).toEqual([]);
    registry.outage = undefined;
    await expect.poll(() => shipsIn(app), deadline).toEqual(['a', 'b']);
    expect(await database.deadLetters.count()).toBe(0);
  });

  it('parks what can never be read with its bytes, and replays it after a repair', async () => {
    const app = await openHarbour();
    await app.publish([docked('a')]);
    const unknown = Uint8Array.of(0, 0, 0, 0, 2, 2, 0x62, 2, 0);
    const plain = JSON.stringify({ event_type: 'ship_docked', data: { ship: 'c', berth: 1 } });
    await app.bus().publish('harbour', [
      { key: 'b', value: unknown },
      { key: 'c', value: plain },
    ]);
    await app.start(consumers);
    const { deadLetters } = await app.database();
    await expect.poll(() => deadLetters.count(), deadline).toBe(2);
    const letters = await deadLetters.list();
    const reasons = letters.map(({ source, reason }) => `${utf8(source.key)}: ${reason}`).sort();
    expect(reasons).toEqual(['b: unknown-schema', 'c: malformed']);
    const [lost, wrong] = letters.toSorted((one, other) => (one.reason > other.reason ? -1 : 1));
    expect([...(lost?.source.value ?? [])]).toEqual([...unknown]);
    expect(utf8(wrong?.source.value ?? null)).toBe(plain);
    expect(wrong?.detail).toContain('the body is plain JSON');

    const good = (await readAll(app)).find(({ headers }) => 'ce_id' in headers);
    const contents = { value: good?.value ?? null, headers: { ce_id: 'another' } };
    await deadLetters.edit(wrong?.id ?? '', contents, 'test');
    const replay = await replayDeadLetters(app, {
      letters: letters.filter(({ id }) => id === wrong?.id),
      by: 'test',
    });
    expect(replay).toMatchObject({ duplicates: 1, failed: [] });
  });
});

function utf8(bytes: Uint8Array | null): string {
  return Buffer.from(bytes ?? []).toString();
}

describe('settings', () => {
  it('without a format load no codec', async () => {
    const app = await createApp(harbour, { ...inMemory, SCHEMA_REGISTRY_URL: registry.url });
    opened.push(app);
    expect(app.bodies).toBeUndefined();
    expect(app.codec.decoding).toBeUndefined();
    expect(app.codec.encoding).toBeUndefined();
  });

  it.each([
    [{ SCHEMA_REGISTRY_FORMATS: 'harbour=xml' }, 'a format is json, avro, json-schema or protobuf'],
    [
      { SCHEMA_REGISTRY_FORMATS: 'port=avro' },
      'the domain has no topic port; its topics are harbour',
    ],
    [{ SCHEMA_REGISTRY_URL: '' }, 'the bodies of harbour=avro require it'],
    [{ SCHEMA_REGISTRY_SCHEMAS: '/no/such/directory' }, 'it cannot be read'],
    [{ SCHEMA_REGISTRY_CATALOGUE: '/no/such/file' }, 'it cannot be read'],
  ])('%o is refused: %s', async (settings, problem) => {
    await expect(openHarbour(settings)).rejects.toThrow(problem);
  });

  it('without auto-registration refuse to write an unregistered schema, and say what to do', async () => {
    const app = await openHarbour({ SCHEMA_REGISTRY_AUTO_REGISTER: 'false' });
    await expect(app.publish([docked('a')])).rejects.toMatchObject({
      code: 'unknown-schema',
      hint: expect.stringContaining('register it') as string,
    });
    const registered = await app.bodies?.register({ dryRun: false });
    expect(registered?.map(({ outcome }) => outcome)).toEqual(['new']);
    await app.publish([docked('a')]);
  });
});
