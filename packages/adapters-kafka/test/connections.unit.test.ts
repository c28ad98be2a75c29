import assert from 'node:assert/strict';
import { realClock } from '@foldmart/conformance';
import { VirtualClock } from '@foldmart/core/testing';
import kafkajs from 'kafkajs';
import { afterEach, expect, it } from 'vitest';
import { openCluster, type KafkaJsBroker } from '../src/client/kafkajs/cluster.js';
import { exchange } from '../src/client/kafkajs/exchange.js';
import type { ConnectionPool } from '../src/client/kafkajs/kafkajs-internals.js';
import { mendConnection } from '../src/client/kafkajs/mended-connection.js';
import { useConnectionsOnce } from '../src/client/kafkajs/single-use-connections.js';
import { answers, FrameServer, type Reply } from './support/frame-server.js';

const REQUEST_TIMEOUT_MS = 150;

const unanswered: Reply = () => undefined;
const ends: Reply = (socket) => socket.end();
const tears: Reply = (socket, answer) => {
  socket.write(answer.subarray(0, 20), () => socket.destroy());
};

const resets: Reply = (socket) => socket.resetAndDestroy();

let server: FrameServer;

afterEach(() => server.close());

/** The connections to a broker that treats the first requests as given. */
async function poolTo(...replies: readonly Reply[]): Promise<ConnectionPool> {
  server = await FrameServer.open(...replies);
  const kafka = new kafkajs.Kafka({
    brokers: [`127.0.0.1:${server.port}`],
    requestTimeout: REQUEST_TIMEOUT_MS,
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const { connectionPoolBuilder } = openCluster(kafka, 60_000);
  useConnectionsOnce(connectionPoolBuilder, realClock);
  return connectionPoolBuilder.build({ host: '127.0.0.1', port: server.port });
}

async function closeAll(pool: ConnectionPool): Promise<void> {
  await Promise.all(pool.pool.map((connection) => connection.disconnect()));
}

async function ask(pool: ConnectionPool): Promise<string> {
  const broker = { connectionPool: pool } as unknown as KafkaJsBroker;
  const api = { apiKey: 3, apiVersion: 0, apiName: 'Metadata' };
  return exchange(broker, api, Buffer.from('a question'), (answer) => answer.toString());
}

const answer = expect.stringContaining('with a long body') as string;
const lost = { name: 'KafkaJSConnectionError' };

it('what remains of an answer that broke off is not taken for the beginning of the next', async () => {
  const pool = await poolTo(answers, tears, answers);
  expect(await ask(pool)).toEqual(answer);
  await expect(ask(pool)).rejects.toThrow('Closed connection');
  expect(await ask(pool)).toEqual(answer);
  expect(await ask(pool)).toEqual(answer);
});

it('a malformed answer ends its connection, not the process', async () => {
  const pool = await poolTo((socket) => socket.write(Buffer.alloc(4)));
  await expect(ask(pool)).rejects.toMatchObject(lost);
  expect(await ask(pool)).toEqual(answer);
});

it('requests at the same time share one attempt to connect', async () => {
  const pool = await poolTo();
  expect(await Promise.all([ask(pool), ask(pool), ask(pool)])).toEqual([answer, answer, answer]);
  expect(server.accepted).toBe(1);
});

it('a request ends with its connection, at whatever moment that is closed', async () => {
  for (let steps = 0; steps < 30; steps += 1) {
    const pool = await poolTo(answers, ends);
    expect(await ask(pool)).toEqual(answer);
    const asked = ask(pool).catch((error: unknown) => error);
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    const closed = closeAll(pool);
    expect(await asked).toMatchObject({ name: expect.stringMatching(/^KafkaJS/) as string });
    await closed;
    await server.close();
  }
});

it('an attempt to connect ends with its connection', async () => {
  const pool = await poolTo();
  const connected = pool.getConnection();
  while (pool.pool[0]?.socket === undefined) await Promise.resolve();
  await closeAll(pool);
  await expect(connected).rejects.toMatchObject(lost);
});

it.each([
  ['silent', unanswered],
  ['reset', resets],
])('an authentication fails if the connection is %s', async (_name, reply) => {
  const pool = await poolTo(reply);
  const connection = await pool.getConnection();
  // Without a correlation id, as the older SASL exchanges are.
  const request = { encode: async () => Buffer.from([0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0]) };
  const sent = connection.sendAuthRequest({ request, response: {} });
  await expect(sent).rejects.toMatchObject(lost);
});

it('a connection checks for pending requests by the given clock, and only while there are some', async () => {
  const clock = new VirtualClock();
  const [connection] = (await poolTo()).pool;
  assert(connection !== undefined);
  mendConnection(connection, clock);
  const { requestQueue } = connection;
  const pending: string[] = [];
  let looks = 0;
  Object.assign(requestQueue, {
    pending,
    checkPendingRequests: () => {
      looks += 1;
      if (looks === 3) pending.length = 0;
      requestQueue.scheduleCheckPendingRequests();
    },
  });

  requestQueue.scheduleCheckPendingRequests();
  expect(clock.scheduled).toBe(0);
  pending.push('a request');
  requestQueue.scheduleCheckPendingRequests();
  requestQueue.scheduleCheckPendingRequests();
  expect(clock.scheduled).toBe(1);
  await clock.advance(60_000);
  expect(looks).toBe(3);
  expect(clock.scheduled).toBe(0);
});
