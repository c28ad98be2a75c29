import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TcpRelay } from '@foldmart/conformance';
import { silentLogger } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { connectionTarget } from '../src/connection/connection-target.js';
import {
  postgresOptionsSchema,
  type PostgresDatabase,
  type PostgresOptionsInput,
} from '../src/index.js';
import { listenerLock, noticeChannel } from '../src/notices/notice-channel.js';
import { NoticeListener } from '../src/notices/notice-listener.js';
import { orderPlaced } from './support/sample-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';
import { serviceAddress } from './support/service-options.js';

let schema: ScratchSchema;

beforeAll(() => {
  schema = scratchSchema();
});
afterAll(() => schema.dispose());

function open(more: PostgresOptionsInput = {}): Promise<PostgresDatabase> {
  return schema.openWith({ projections: [], modules: [] }, more);
}

async function append({ events }: PostgresDatabase): Promise<void> {
  const { streamId, event } = orderPlaced();
  await events.append([{ streamId, expectedVersion: 0, events: [event] }]);
}

function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  return vi.waitFor(async () => expect(await isTrue(), what).toBe(true), {
    timeout: 20_000,
    interval: 20,
  });
}

/** The connections that listen to the schema of the test. */
async function listening(): Promise<readonly string[]> {
  const { session, close } = await schema.connect();
  const text = `SELECT pid::text FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE '%; LISTEN ${noticeChannel(schema.name)}'`;
  const { rows } = await session.run({ text });
  await close();
  return rows.map(([pid]) => pid ?? '');
}

async function cut(pids: readonly string[]): Promise<void> {
  const { session, close } = await schema.connect();
  for (const pid of pids) await session.run({ text: `SELECT pg_terminate_backend(${pid})` });
  await close();
}

it('with an interval of 0, nothing is sent and nothing listens', async () => {
  const follower = await open({ notifyIntervalMs: 0 });
  const heard = vi.fn();
  follower.events.onAppended(heard);
  await append(follower);
  expect(heard).toHaveBeenCalledTimes(1);
  expect(await listening()).toHaveLength(0);
});

it('listeners share a connection, which is replaced if it is lost and closed with the last of them', async () => {
  const [follower, writer] = [await open(), await open()];
  const heard = vi.fn();
  const stops = [1, 2].map(() => follower.events.onAppended(heard));
  await until('it listens', () => heard.mock.calls.length === 2);
  const lost = await listening();
  expect(lost).toHaveLength(1);
  await cut(lost);
  await until('all are called when it listens again', () => heard.mock.calls.length === 4);
  await append(writer);
  await until('all are called for an append', () => heard.mock.calls.length >= 6);
  for (const stop of stops) stop();
  await until('it listens no more', async () => (await listening()).length === 0);
});

it('a notice is sent only if another instance listens', async () => {
  const { config } = connectionTarget(postgresOptionsSchema.parse(schema.options));
  const client = new pg.Client(config);
  await client.connect();
  const heard: string[] = [];
  client.on('notification', ({ payload = '' }) => heard.push(payload.split(' ')[0] ?? ''));
  await client.query(`LISTEN ${noticeChannel(schema.name)}`);

  const alone = await open();
  alone.events.onAppended(() => undefined);
  await until('it hears itself', () => heard.includes('echo'));
  await append(alone);
  // It has looked for listeners, its own connection among them, by the time that this is answered.
  await alone.events.count();
  await alone.close();
  await until('it listens no more', async () => (await listening()).length === 0);
  await client.query(`NOTIFY ${noticeChannel(schema.name)}, 'second'`);

  const [follower, writer] = [await open(), await open()];
  follower.events.onAppended(() => undefined);
  await until('it hears itself', () => heard.lastIndexOf('echo') > heard.indexOf('second'));
  await append(writer);
  await until('a notice has come', () => heard.includes('appended'));
  expect(heard).toEqual(['echo', 'second', 'echo', 'appended']);
  await Promise.all([writer.close(), follower.close()]);
  await client.end();
});

it('a store is closed while its listener still connects', async () => {
  const follower = await open();
  follower.events.onAppended(() => undefined);
  await follower.close();
  const other = await open();
  other.events.onAppended(() => undefined)();
  await other.close();
  await until('nothing listens', async () => (await listening()).length === 0);
});

it('a store that gets no answer any more can be closed', async () => {
  const relay = await TcpRelay.open(serviceAddress());
  const follower = await open({ host: '127.0.0.1', port: relay.port });
  const heard = vi.fn();
  follower.events.onAppended(heard);
  await until('it listens', () => heard.mock.calls.length > 0);
  relay.hold();
  await follower.events.close();
  relay.release();
  await follower.close();
  await relay.close();
});

it('a pooler that delivers no notices is reported once, and the connection is given up', async () => {
  const target = connectionTarget(postgresOptionsSchema.parse(schema.options));
  const info = vi.fn();
  const onAppended = vi.fn();
  const clock = new VirtualClock();
  const listener = new NoticeListener({
    target,
    channel: noticeChannel(schema.name),
    lock: listenerLock(schema.name, 'own'),
    payloads: { appended: 'appended own', echo: 'echo own' },
    clock,
    logger: { ...silentLogger, info },
    send: () => Promise.resolve(),
    onAppended,
  });
  await until('it has given up two connections', async () => {
    await clock.advance(1_000);
    return onAppended.mock.calls.length > 2;
  });
  await listener.stop();
  expect(info).toHaveBeenCalledTimes(1);
  expect(info.mock.calls[0]?.[1]).toMatchObject({
    error: { message: 'a notice did not come back; is there a pooler in transaction mode?' },
  });
});
