import { VirtualClock } from '@foldmart/core/testing';
import { expect, it } from 'vitest';
import { PrometheusMeter } from '../../src/telemetry/exporters/prometheus-meter.js';

const definition = { name: 'orders_total', help: 'Orders.', labels: ['kind'] } as const;

it('gives the same instrument for the same definition', async () => {
  const meter = new PrometheusMeter(new VirtualClock());
  meter.counter(definition).add({ kind: 'a' }, 1);
  meter.counter({ ...definition }).add({ kind: 'a' }, 2);
  expect(await meter.read()).toContain('orders_total{kind="a"} 3\n');
});

it('drops a point that cannot be recorded, and never throws', async () => {
  const meter = new PrometheusMeter(new VirtualClock());
  meter.counter(definition).add({ kind: 'a' }, -1);
  meter.counter(definition).add({ kind: 'a' }, Number.NaN);
  const size = { name: 'order_size', help: 'Sizes.', labels: [], bounds: [1, 2] } as const;
  meter.histogram(size).observe({}, Number.NaN);
  meter.histogram(size).observe({}, 1.5);
  const text = await meter.read();
  expect(text).not.toContain('orders_total{');
  expect(text).toContain('order_size_count 1\n');
});

it('forgets the points of a gauge that is cleared', async () => {
  const meter = new PrometheusMeter(new VirtualClock());
  const gauge = meter.gauge({ name: 'lag', help: 'Lag.', labels: ['topic'] });
  gauge.set({ topic: 'gone' }, 5);
  gauge.clear();
  gauge.set({ topic: 'here' }, 1);
  const text = await meter.read();
  expect(text).toContain('lag{topic="here"} 1\n');
  expect(text).not.toContain('gone');
});
