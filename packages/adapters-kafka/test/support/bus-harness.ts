import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  ProcessClock,
  realClock,
  type EventBusHarness,
  type MemberProcessHarness,
} from '@foldmart/conformance';
import { KafkaEventBus, type KafkaOptions } from '@foldmart/adapters-kafka';
import { silentLogger, type Clock } from '@foldmart/core';
import { ProxiedBrokers } from './proxied-brokers.js';

/** The brokers of the running services. */
export function testServers(): string[] {
  const servers = process.env['KAFKA_BOOTSTRAP_SERVERS'];
  if (servers === undefined) throw new Error('KAFKA_BOOTSTRAP_SERVERS is not set');
  return servers.split(',');
}

/** Opens a bus on the running services, with short waits. */
export function openBus(options: KafkaOptions = {}, clock: Clock = realClock): KafkaEventBus {
  return new KafkaEventBus(
    {
      bootstrapServers: testServers(),
      clientId: 'foldmart-test',
      heartbeatIntervalMs: 300,
      maxWaitMs: 100,
      minBytes: 1,
      ...options,
    },
    { clock, random: { next: Math.random }, logger: silentLogger },
  );
}

/** Buses on the running brokers. The topics of a case are deleted with it. */
export async function kafkaBusHarness(): Promise<EventBusHarness> {
  const run = randomUUID().slice(0, 8);
  const names: string[] = [];
  const buses = new Set<KafkaEventBus>();
  const stalls = new Set<ProcessStall>();
  return {
    clock: realClock,
    uniqueName(prefix) {
      const name = `test-${run}-${prefix}-${names.length}`;
      names.push(name);
      return name;
    },
    async open({ retry, sessionTimeoutMs = 6_000, canStall = false, canCutOff = false } = {}) {
      const stall = await openStall(canStall || canCutOff);
      stalls.add(stall);
      const options = {
        sessionTimeoutMs,
        ...(retry === undefined ? {} : { retry }),
        ...(canCutOff ? soonGivenUp : {}),
      };
      const bus = openBus({ bootstrapServers: stall.servers, ...options }, stall.clock);
      buses.add(bus);
      return {
        bus,
        async crash() {
          buses.delete(bus);
          bus.abandon();
        },
        stall: async () => stall.begin(),
        resume: async () => stall.end(),
        cutOff: () => stall.cutOff(),
        reconnect: async () => stall.reconnect(),
      };
    },
    async dispose() {
      for (const stall of stalls) stall.end();
      await Promise.all([...buses].map((bus) => bus.close({ deadlineMs: 0 })));
      await Promise.all([...stalls].map((stall) => stall.close()));
      const bus = openBus();
      const existing = new Set(await bus.admin.listTopics());
      await bus.admin.deleteTopics(names.filter((name) => existing.has(name)));
      await bus.close();
    },
  };
}

/** The same, with members in processes of their own. */
export async function memberProcessHarness(): Promise<MemberProcessHarness> {
  const path = fileURLToPath(new URL('kafka-member.mjs', import.meta.url));
  return { ...(await kafkaBusHarness()), program: { path } };
}

/** Longer than the broker waits for messages, so that each reader has an answer to lose. */
const TEAR_MS = 150;

/** Times of an instance that is cut off. */
const soonGivenUp = {
  connectionTimeoutMs: 500,
  requestTimeoutMs: 1_000,
  deliveryTimeoutMs: 400,
} as const;

/** The clock and the network of one process, both of which can be stopped; the network can also fail. */
interface ProcessStall {
  readonly clock: Clock;
  readonly servers: string[];
  begin(): void;
  end(): void;
  cutOff(): Promise<void>;
  reconnect(): void;
  close(): Promise<void>;
}

async function openStall(canStall: boolean): Promise<ProcessStall> {
  const clock = new ProcessClock(realClock);
  const proxy = canStall ? await ProxiedBrokers.before(testServers()) : undefined;
  return {
    clock,
    servers: proxy?.servers ?? testServers(),
    begin() {
      if (proxy === undefined) throw new Error('open the instance with canStall to stall it');
      clock.stop();
      proxy.hold();
    },
    end() {
      proxy?.release();
      clock.resume();
    },
    async cutOff() {
      if (proxy === undefined) throw new Error('open the instance with canCutOff to cut it off');
      proxy.isRefusing = true;
      await proxy.tear(TEAR_MS);
    },
    reconnect() {
      if (proxy !== undefined) proxy.isRefusing = false;
    },
    close: async () => proxy?.close(),
  };
}
