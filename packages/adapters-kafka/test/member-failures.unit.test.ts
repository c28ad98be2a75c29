import { silentLogger } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { KafkaSubscription } from '../src/consumer/kafka-subscription.js';
import { modelMemberClient, type MemberFaults } from './support/model-member-client.js';

const MESSAGES = 20;
const SERVERS = ['broker-1:9092'];
/** An error that no rule classifies. */
const ODD = new Error('something odd');

function memberWith(faults: MemberFaults) {
  const clock = new VirtualClock();
  const { client, committed } = modelMemberClient(clock, MESSAGES, faults);
  const bodies: string[] = [];
  let ended: unknown;
  const subscription = new KafkaSubscription(
    {
      client,
      clock,
      random: { next: () => 1 },
      logger: silentLogger,
      topic: 'orders',
      group: 'group',
      member: 'member',
      startFrom: 'earliest',
      handler: async ({ messages }) => {
        await clock.sleep(1_000);
        bodies.push(...messages.map(({ value }) => Buffer.from(value ?? []).toString()));
      },
      observer: {},
      retry: { firstDelayMs: 100, longestDelayMs: 5_000 },
      maxBatchMessages: 1,
      maxBatchBytes: 1_000,
      maxConcurrentPartitions: 1,
      sessionTimeoutMs: 30_000,
      heartbeatIntervalMs: 10_000,
      rebalanceTimeoutMs: 60_000,
      closeDeadlineMs: 10_000,
      fetchLimits: { minBytes: 1, maxWaitMs: 100, maxBytes: 1_000, maxBytesPerPartition: 1_000 },
    },
    client,
    SERVERS,
  );
  subscription.ended.catch((error: unknown) => {
    ended = error;
  });
  return { clock, subscription, bodies, committed, ended: () => ended };
}

/** Throws on every second call. */
function everySecondTime(error: Error): () => void {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls % 2 === 0) throw error;
  };
}

describe('unclassified errors', () => {
  it.each([
    ['reading', { onFetch: everySecondTime(ODD) }],
    ['committing', { onCommit: everySecondTime(ODD) }],
  ])(
    'do not end a member whose %s succeeds in between, however many there are',
    async (_n, faults) => {
      const { clock, subscription, bodies, committed, ended } = memberWith(faults);
      await clock.drive(subscription.start());
      await clock.advance(600_000);
      expect(ended()).toBeUndefined();
      expect(bodies).toEqual(Array.from({ length: MESSAGES }, (_, index) => String(index)));
      expect(committed()).toBe(BigInt(MESSAGES));
      await clock.drive(subscription.close());
    },
  );

  it.each([
    ['reading', 'onFetch'],
    ['committing', 'onCommit'],
  ] as const)('end a member whose %s fails five times in a row', async (_name, fault) => {
    let calls = 0;
    const { clock, subscription, ended } = memberWith({
      [fault]: () => {
        calls += 1;
        throw ODD;
      },
    });
    await clock.drive(subscription.start());
    await clock.advance(600_000);
    expect(ended()).toMatchObject({ port: 'event-bus', reason: 'unknown' });
    expect(calls).toBeGreaterThanOrEqual(5);
  });

  it('end a member that cannot join five times in a row', async () => {
    let calls = 0;
    const { clock, subscription } = memberWith({
      onJoin: () => {
        calls += 1;
        throw ODD;
      },
    });
    await expect(clock.drive(subscription.start())).rejects.toMatchObject({ reason: 'unknown' });
    expect(calls).toBe(5);
  });
});

it('a member that cannot join backs off, longer after each failure', async () => {
  const times: number[] = [];
  const unavailable = Object.assign(new Error('no coordinator'), {
    type: 'GROUP_COORDINATOR_NOT_AVAILABLE',
  });
  const { clock, subscription, bodies } = memberWith({
    onJoin: () => {
      times.push(clock.monotonic());
      if (times.length < 8) throw unavailable;
    },
  });
  await clock.drive(subscription.start());
  await clock.advance(60_000);
  const delays = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(delays).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  expect(bodies).toHaveLength(MESSAGES);
  await clock.drive(subscription.close());
});
