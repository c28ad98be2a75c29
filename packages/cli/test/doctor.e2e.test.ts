import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  foldmart,
  foldmartJson,
  startFoldmart,
  type Finished,
  type ShopSettings,
} from './support/foldmart.js';
import { openProxy } from './support/cuttable-proxy.js';
import { servicesSettings } from './support/shop-on-services.js';

const { Kafka, logLevel } = kafkajs;

let settings: ShopSettings;
let prefix: string;
let kafka: Admin;
beforeEach(async () => {
  prefix = `doc-${process.pid.toString(36)}-${Date.now().toString(36)}.`;
  settings = {
    ...servicesSettings(),
    CACHE_TYPE: 'redis',
    TOPIC_PREFIX: prefix,
    CACHE_PREFIX: prefix,
  };
  const brokers = (settings['KAFKA_BOOTSTRAP_SERVERS'] ?? '').split(',');
  kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await kafka.connect();
});
afterEach(() => kafka.disconnect());

/** Topics and groups in Kafka, and keys in Redis, whose names have the prefix. */
async function traces(): Promise<readonly string[]> {
  const { groups } = await kafka.listGroups();
  const names = [...(await kafka.listTopics()), ...groups.map(({ groupId }) => groupId)];
  return [...names, ...(await redisKeys())].filter((name) => name.includes(prefix));
}

function redisKeys(): Promise<readonly string[]> {
  const { hostname, port, pathname } = new URL(settings['REDIS_URL'] ?? '');
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = connect(Number(port), hostname, () => {
      socket.end(`SELECT ${pathname.slice(1)}\r\nKEYS *\r\nQUIT\r\n`);
    });
    socket.setEncoding('utf8').on('data', (text: string) => {
      reply += text;
    });
    socket.on('error', reject).on('close', () => resolve(reply.split('\r\n')));
  });
}

/** Waits until no topic is left. A broker may still list a topic for a moment after its deletion. */
async function untilNoTopic({ code, stdout, stderr }: Finished): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const left = (await kafka.listTopics()).filter((name) => name.includes(prefix));
    if (left.length === 0) return;
    const said = `exit code ${String(code)}\n${stdout}\n${stderr}`;
    if (Date.now() > deadline) throw new Error(`left: ${left.join(', ')}: ${said}`);
    await sleep(20);
  }
}

/** A doctor whose traces are seen. One that is done before the first look is started again. */
async function doctorAtWork(own: ShopSettings): Promise<ReturnType<typeof startFoldmart>> {
  for (let start = 1; start <= 10; start += 1) {
    const doctor = startFoldmart(['doctor'], own);
    const progress = { isDone: false };
    void doctor.finished.then(() => (progress.isDone = true));
    while (!progress.isDone) {
      if ((await traces()).some((name) => name.includes('foldmart-doctor'))) return doctor;
    }
  }
  throw new Error('ten doctors were done before their traces were seen');
}

describe('topics describe', () => {
  it.each(['kafka', 'redis'])('makes no topic, group or key on %s', async (queue) => {
    const { code, stderr } = await foldmart(['topics', 'describe'], {
      ...settings,
      QUEUE_TYPE: queue,
    });
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(await traces()).toEqual([]);
  });
});

describe('doctor', () => {
  it.each(['kafka', 'redis'])(
    'leaves no topic, group or key after a check of %s',
    async (queue) => {
      const queueSettings = { ...settings, QUEUE_TYPE: queue };
      const report = await foldmartJson(['doctor'], queueSettings, 3);
      expect(report).toMatchObject({
        checks: expect.arrayContaining([
          expect.objectContaining({ name: `queue (${queue})`, isHealthy: true }),
          expect.objectContaining({ name: 'cache (redis)', isHealthy: true }),
        ]) as unknown,
      });
      expect(await traces()).toEqual([]);
    },
  );

  it('leaves nothing if it is interrupted in the middle of a check', async () => {
    const doctor = await doctorAtWork({ ...settings, QUEUE_TYPE: 'kafka' });
    doctor.kill('SIGINT');
    await doctor.finished;
    expect(await traces()).toEqual([]);
  });

  it('leaves nothing if a check fails', async () => {
    const { hostname, port, pathname } = new URL(settings['REDIS_URL'] ?? '');
    const proxy = await openProxy(hostname, Number(port));
    const url = `redis://127.0.0.1:${String(proxy.port)}${pathname}`;
    const doctor = await doctorAtWork({ ...settings, QUEUE_TYPE: 'kafka', REDIS_URL: url });
    await proxy.cut();
    await untilNoTopic(await doctor.finished);
  });
});
