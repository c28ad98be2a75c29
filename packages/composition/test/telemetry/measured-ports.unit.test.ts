import { createApp } from '@foldmart/composition';
import {
  defineDomain,
  noTracer,
  PortError,
  type Database,
  type EventBus,
  type StoredEvent,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { measureBus } from '../../src/telemetry/ports/measure-bus.js';
import { measurePort } from '../../src/telemetry/ports/measure-port.js';
import { measureProjection } from '../../src/telemetry/work/measure-projection.js';
import { counter } from '../app/counter.js';
import { inMemory } from '../app/in-memory.js';
import { totalling } from '../app/totals.js';
import { RecordedMeter } from './recorded-meter.js';

function recording() {
  const meter = new RecordedMeter();
  return { meter, telemetry: { meter, tracer: noTracer }, clock: new VirtualClock() };
}

const unavailable = new PortError({
  port: 'event-store',
  operation: 'append',
  reason: 'unavailable',
  message: 'no answer',
});

describe('a measured port', () => {
  const measured = { system: 'memory', namespace: undefined, operations: { append: 'append' } };

  it('counts failures by their reason, and rejects as before', async () => {
    const { meter, ...measuring } = recording();
    const port = measurePort({ append: () => Promise.reject(unavailable) }, measuring, measured);
    await expect(port.append()).rejects.toBe(unavailable);
    const failures = 'foldmart_transaction_failures_total{operation="append",reason="unavailable"}';
    expect(meter.points.get(failures)).toBe(1);
  });

  it('keeps methods that return no promise, and properties', () => {
    const port = { operations: measured.operations, isDurable: true, append: () => 7 };
    const same = measurePort(port, recording(), measured);
    expect([same.isDurable, same.append()]).toEqual([true, 7]);
  });
});

describe('a measured bus', () => {
  it('calls publish before it returns, so that calls keep their order', () => {
    const calls: unknown[] = [];
    const bus = { publish: async (...args: unknown[]) => void calls.push(args) };
    const measured = measureBus(bus as unknown as EventBus, recording(), { system: 'memory' });
    void measured.publish('orders', [{ key: 'k', value: 'v' }]);
    expect(calls).toHaveLength(1);
  });

  it('counts a redelivered batch as a retry, and its messages once it is handled', async () => {
    const { meter, ...measuring } = recording();
    let deliver: (attempt: number) => Promise<void> = () => Promise.resolve();
    const bus = {
      subscribe: async (_options: unknown, handler: (...args: unknown[]) => Promise<void>) => {
        deliver = (attempt) => handler({ topic: 'orders', messages: [{}, {}] }, { attempt });
      },
    };
    let isBroken = true;
    const measured = measureBus(bus as unknown as EventBus, measuring, { system: 'memory' });
    await measured.subscribe({ topic: 'orders', group: 'g', member: 'm' }, async () => {
      if (isBroken) throw unavailable;
    });
    await expect(deliver(1)).rejects.toBe(unavailable);
    isBroken = false;
    await deliver(2);
    const labels = '{group="g",topic="orders"}';
    expect([...meter.points]).toEqual([
      [`foldmart_batch_duration_seconds_count${labels}`, 2],
      [`foldmart_batch_retries_total${labels}`, 1],
      [`foldmart_messages_consumed_total${labels}`, 2],
    ]);
  });
});

describe('a measured projection', () => {
  const event = (position: string) => ({ position, type: 'incremented' }) as StoredEvent;

  it('counts the events of the steps that it has taken itself', async () => {
    const { meter, telemetry } = recording();
    let isMine = true;
    const stores = {
      store: {
        readAll: async () => ({ events: ['1', '2', '3'].map(event), next: '3' }),
        count: async () => 3,
      },
      projections: { advance: async () => isMine },
    };
    const { store, projections } = measureProjection(stores as never, totalling, telemetry) as {
      readonly store: Database['events'];
      readonly projections: Database['projections'];
    };
    const step = (from: string | undefined, to: string) =>
      projections.advance({ projection: totalling, from, to, writes: [] });
    await store.readAll({ limit: 10 });
    await step(undefined, '2');
    const projected = 'foldmart_events_projected_total{projection="totals"}';
    expect(meter.points.get(projected)).toBe(2);
    await step('2', '3');
    expect(meter.points.get(projected)).toBe(3);
    isMine = false;
    await step(undefined, '3');
    expect(meter.points.get(projected)).toBe(3);
  });
});

describe('an application with telemetry of its own', () => {
  it('reports the locks that it holds, and gives them up', async () => {
    const { meter, telemetry } = recording();
    const domain = defineDomain({
      name: 'counters',
      deciders: { counter },
      projections: [totalling],
    });
    const app = await createApp(domain, inMemory, { telemetry });
    const { locks } = await app.database();
    const held = await locks.tryAcquire('projection:totals');
    const leader = 'foldmart_leader{lock="projection:totals"}';
    expect(meter.points.get(leader)).toBe(1);
    expect(await locks.tryAcquire('projection:totals')).toBeUndefined();
    expect(meter.points.get(leader)).toBe(1);
    await held?.release();
    expect(meter.points.get(leader)).toBe(0);
    await app.close();
  });

  it('counts commands that lost the race for their stream', async () => {
    const { meter, telemetry } = recording();
    const app = await createApp(
      defineDomain({ name: 'counters', deciders: { counter } }),
      inMemory,
      { telemetry },
    );
    await app.counter('c1').increment(1);
    const { events } = await app.database();
    const { events: recorded } = await events.readStream('counter-c1');
    const again = recorded.map((event) => ({ ...event, id: 'another' }));
    await expect(
      events.append([{ streamId: 'counter-c1', expectedVersion: 5, events: again }]),
    ).rejects.toThrow('counter-c1');
    expect(meter.points.get('foldmart_version_conflicts_total')).toBe(1);
    expect(meter.points.get('foldmart_events_appended_total{operation="append"}')).toBe(1);
    await app.close();
  });
});
