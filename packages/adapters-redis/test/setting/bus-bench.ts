import type { DeliveredMessage, SubscriptionObserver } from '@foldmart/core';
import { RedisEventBus, type RedisDependencies, type RedisOptionsInput } from '../../src/index.js';
import { systemDependencies } from './system-dependencies.js';

/** A reported loss. */
export type Loss = Parameters<NonNullable<SubscriptionObserver['lost']>>[0];

/** Times short enough for tests. */
const shortTimes = {
  sessionTimeoutMs: 1_500,
  blockMs: 500,
  retentionIntervalMs: 300,
  retry: { firstDelayMs: 10, longestDelayMs: 100 },
} as const;

/** The topic that tests use. */
export const ORDERS = {
  name: 'orders',
  partitions: 3,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  compression: 'none',
  retentionMs: 600_000,
} as const;

/** Opens a bus with short times at `port`. */
export function openBus(
  port: number,
  bus: RedisOptionsInput['bus'] = {},
  dependencies: RedisDependencies = systemDependencies,
): RedisEventBus {
  return new RedisEventBus(
    {
      host: '127.0.0.1',
      port,
      commandTimeoutMs: 2_000,
      reconnect: { firstDelayMs: 20, longestDelayMs: 100 },
      bus: { ...shortTimes, ...bus },
    },
    dependencies,
  );
}

/** The text of a message's body. */
export function bodyOf({ value }: DeliveredMessage): string {
  return Buffer.from(value ?? []).toString();
}
