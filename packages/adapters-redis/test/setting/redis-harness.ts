import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  ProcessClock,
  realClock,
  TcpRelay,
  type EntityCacheHarness,
  type EventBusHarness,
  type MemberProcessHarness,
} from '@foldmart/conformance';
import type { Clock } from '@foldmart/core';
import { Redis } from 'ioredis';
import { RedisEntityCache, RedisEventBus, type RedisOptionsInput } from '../../src/index.js';
import { systemDependencies } from './system-dependencies.js';

/** The address of the services' Redis, from the environment. */
function serviceOptions(): RedisOptionsInput {
  const { REDIS_HOST = '127.0.0.1', REDIS_PORT = '6379' } = process.env;
  return { host: REDIS_HOST, port: Number(REDIS_PORT) };
}

/** A name that no other case, run or process uses. */
function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 13)}`;
}

/** A prefix of keys that no other case uses. */
function uniquePrefix(): string {
  return `${uniqueName('conformance')}:`;
}

/** The same, with members in processes of their own. `program` is a module beside this one. */
export async function memberProcessHarness(
  program: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<MemberProcessHarness> {
  const keyPrefix = uniquePrefix();
  return {
    ...(await busHarness(keyPrefix)),
    program: {
      path: fileURLToPath(new URL(program, import.meta.url)),
      environment: { ...environment, MEMBER_KEY_PREFIX: keyPrefix },
    },
  };
}

/** Long enough for the answer to a heartbeat or to a read. */
const TEAR_MS = 150;

/** Opens buses that share one key prefix of the services' Redis. */
export async function busHarness(keyPrefix = uniquePrefix()): Promise<EventBusHarness> {
  const buses: RedisEventBus[] = [];
  const stalls: ProcessStall[] = [];
  return {
    uniqueName,
    clock: realClock,
    open: async ({ retry, sessionTimeoutMs, canStall = false, canCutOff = false } = {}) => {
      const stall = await openStall(canStall || canCutOff);
      stalls.push(stall);
      const settings = {
        keyPrefix,
        ...(retry && { retry: { ...retry } }),
        ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
      };
      const dependencies = { ...systemDependencies, clock: stall.clock };
      const bus = new RedisEventBus({ ...stall.options, bus: settings }, dependencies);
      buses.push(bus);
      return {
        bus,
        crash: async () => {
          bus.abandon();
        },
        stall: async () => stall.begin(),
        resume: async () => stall.end(),
        cutOff: () => stall.cutOff(),
        reconnect: async () => stall.reconnect(),
      };
    },
    dispose: async () => {
      for (const stall of stalls) stall.end();
      await Promise.all(buses.map((bus) => bus.close({ deadlineMs: 0 })));
      await Promise.all(stalls.map((stall) => stall.close()));
      await deleteKeys(`${keyPrefix}*`);
    },
  };
}

/** The clock and the network of one process, both of which can be stopped; the network can also fail. */
interface ProcessStall {
  readonly clock: Clock;
  readonly options: RedisOptionsInput;
  begin(): void;
  end(): void;
  cutOff(): Promise<void>;
  reconnect(): void;
  close(): Promise<void>;
}

async function openStall(canStall: boolean): Promise<ProcessStall> {
  const clock = new ProcessClock(realClock);
  const { host = '', port = 0 } = serviceOptions();
  const relay = canStall ? await TcpRelay.open({ host, port }) : undefined;
  return {
    clock,
    options: relay === undefined ? { host, port } : { host: '127.0.0.1', port: relay.port },
    begin() {
      if (relay === undefined) throw new Error('open the instance with canStall to stall it');
      clock.stop();
      relay.hold();
    },
    end() {
      relay?.release();
      clock.resume();
    },
    async cutOff() {
      if (relay === undefined) throw new Error('open the instance with canCutOff to cut it off');
      relay.isRefusing = true;
      await relay.tear(TEAR_MS);
    },
    reconnect() {
      if (relay !== undefined) relay.isRefusing = false;
    },
    close: async () => relay?.close(),
  };
}

/** Opens clients of the services' cache. */
export async function cacheHarness(): Promise<EntityCacheHarness> {
  const mark = uniqueName('conformance');
  const caches: RedisEntityCache[] = [];
  return {
    uniqueName: (prefix) => `${uniqueName(prefix)}-${mark}`,
    clock: realClock,
    open: async () => {
      const cache = new RedisEntityCache(serviceOptions(), systemDependencies);
      caches.push(cache);
      return cache;
    },
    dispose: async () => {
      await Promise.all(caches.map((cache) => cache.close()));
      await deleteKeys(`cache:*${mark}*`);
    },
  };
}

async function deleteKeys(pattern: string): Promise<void> {
  const { host = '', port = 0 } = serviceOptions();
  const redis = new Redis({ host, port });
  for await (const keys of redis.scanStream({ match: pattern, count: 1_000 })) {
    const found = keys as string[];
    if (found.length > 0) await redis.unlink(found);
  }
  redis.disconnect();
}
