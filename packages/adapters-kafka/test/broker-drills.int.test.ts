import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventBus, Subscription } from '@foldmart/core';
import { realClock } from '@foldmart/conformance';
import { openBus, testServers } from './support/bus-harness.js';
import type { KafkaOptions } from '@foldmart/adapters-kafka';
import { OrderedTraffic } from './support/ordered-traffic.js';
import { ProxiedBrokers } from './support/proxied-brokers.js';
import { ServicesInstance } from './support/services-instance.js';
import { withTopic } from './support/topics.js';

const PUBLISHING_RESUMES_MS = 30_000;
const RECOVERY_MS = 60_000;
/** Long enough for an answer on each connection that is in use. */
const TEAR_MS = 50;
/** Longer than all waits of a test together, so that a failure says what it waited for. */
const TEST_MS = 180_000;
const BROKERS = ['kafka1', 'kafka2', 'kafka3'];

/** Publishes to a group of two during `trouble`, and waits until everything is committed after it. */
async function exactDespite(
  servers: readonly string[],
  trouble: (traffic: OrderedTraffic) => Promise<void>,
  producing: KafkaOptions = {},
): Promise<void> {
  const options = { sessionTimeoutMs: 6_000, requestTimeoutMs: 5_000, ...producing };
  const open = () => openBus({ bootstrapServers: [...servers], ...options });
  const publishing = open();
  const reading = [open(), open()];
  await withTopic(publishing, { partitions: 3 }, async (topic) => {
    const flow = new OrderedTraffic(publishing, topic);
    const group = `group-${topic}`;
    const members = await Promise.all(
      reading.map((bus, index) =>
        bus.subscribe({ topic, group, member: `m${index}` }, async (batch) => flow.note(batch)),
      ),
    );
    flow.start();
    await expect.poll(() => flow.delivered, { timeout: 20_000 }).toBeGreaterThan(200);
    try {
      await trouble(flow);
    } catch (error) {
      await flow.stop();
      throw error;
    }
    const during = flow.delivered;
    await expect.poll(() => flow.delivered, { timeout: RECOVERY_MS }).toBeGreaterThan(during + 200);
    await flow.stop();
    await allCommitted(publishing, group, topic);
    expect(flow.delivered).toBe(flow.acknowledged);
    expect(flow.inversions()).toEqual([]);
    await Promise.all(members.map((member: Subscription) => member.close()));
  });
  await Promise.all([publishing, ...reading].map((bus) => bus.close()));
}

async function allCommitted(bus: EventBus, group: string, topic: string): Promise<void> {
  const lag = async () => {
    const partitions = await bus.admin.lag(group, topic);
    return partitions.reduce((sum, each) => sum + each.lag, 0);
  };
  await expect.poll(lag, { timeout: RECOVERY_MS, interval: 250 }).toBe(0);
}

it(
  'everything acknowledged is delivered in order when connections break repeatedly, in the middle of answers',
  async () => {
    const proxy = await ProxiedBrokers.before(testServers());
    await exactDespite(proxy.servers, async () => {
      for (let cut = 0; cut < 5; cut += 1) {
        await proxy.tear(TEAR_MS);
        await realClock.sleep(500);
      }
    });
    await proxy.close();
  },
  TEST_MS,
);

it(
  'the same while each cut makes the producer give up what is in flight',
  async () => {
    const proxy = await ProxiedBrokers.before(testServers());
    const trouble = async (): Promise<void> => {
      for (let cut = 0; cut < 5; cut += 1) {
        proxy.cut();
        await realClock.sleep(500);
      }
    };
    await exactDespite(proxy.servers, trouble, { deliveryTimeoutMs: 1 });
    await proxy.close();
  },
  TEST_MS,
);

if (process.env['FOLDMART_FULL'] === '1') {
  const services = new ServicesInstance(4);
  let servers: string[] = [];

  beforeAll(async () => {
    servers = await services.up();
  }, 240_000);

  afterAll(() => services.do('down'), 60_000);

  it.each([
    ['stopped', ['stop'], 'start'],
    ['killed', ['stop', '--kill'], 'start'],
    ['frozen', ['pause'], 'resume'],
  ])(
    'each broker in turn is %s: publishing resumes, and everything is delivered in order',
    async (_name, [how = '', ...flags], undo) => {
      await exactDespite(servers, async (traffic) => {
        for (const broker of BROKERS) {
          await services.do(how, broker, ...flags);
          const before = traffic.acknowledged;
          await expect
            .poll(() => traffic.acknowledged, { timeout: PUBLISHING_RESUMES_MS })
            .toBeGreaterThan(before + 500);
          await services.do(undo, broker);
        }
      });
    },
    280_000,
  );

  it('all brokers restart: everything is delivered in order, without a manual step', async () => {
    await exactDespite(servers, async () => {
      await Promise.all(BROKERS.map((broker) => services.do('stop', broker)));
      await services.do('up');
    });
  }, 280_000);
}
