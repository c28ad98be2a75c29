import { MemoryEventBus } from '@foldmart/adapters-memory';
import { PortError, type EventBus, type SubscriptionObserver } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { expect, it } from 'vitest';
import { ServiceWatch } from '../../src/outages/service-watch.js';
import { watchBus } from '../../src/outages/watch-bus.js';

const lost = new PortError({
  port: 'event-bus',
  operation: 'read',
  reason: 'unavailable',
  message: 'no broker answers',
});

function scene(change: Partial<EventBus>) {
  const clock = new VirtualClock();
  const lines: string[] = [];
  const log = (message: string): void => void lines.push(message);
  const logger = { debug: log, info: log, warn: log, error: log };
  const memory = new MemoryEventBus({}, { clock, random: { next: () => 0.5 } });
  const bus: EventBus = {
    capabilities: memory.capabilities,
    admin: memory.admin,
    publish: (topic, messages) => memory.publish(topic, messages),
    subscribe: (options, handler) => memory.subscribe(options, handler),
    close: (options) => memory.close(options),
    ...change,
  };
  return { clock, lines, bus: watchBus(bus, new ServiceWatch('Kafka', { clock, logger }), clock) };
}

it('says that a topic cannot be published to while the bus still retries, and when it can', async () => {
  let acknowledge = (): void => undefined;
  const acknowledged = new Promise<void>((resolve) => (acknowledge = resolve));
  const { clock, lines, bus } = scene({ publish: () => acknowledged });
  const publishing = bus.publish('orders', [{ key: 'k', value: 'v' }]);
  await clock.advance(4_900);
  expect(lines).toEqual([]);
  await clock.advance(1_200);
  expect(lines).toEqual(['Kafka does not answer, retrying, orders cannot be published']);
  await clock.advance(16_900);
  acknowledge();
  await publishing;
  expect(lines.at(-1)).toBe('Kafka back after 18 s');
});

it('says that members of a group cannot reach the bus, and keeps their own observer', async () => {
  let observer: SubscriptionObserver = {};
  const { clock, lines, bus } = scene({
    subscribe: (options) => {
      observer = options.observer ?? {};
      return new Promise(() => undefined);
    },
  });
  const told: string[] = [];
  void bus.subscribe(
    {
      topic: 'orders',
      group: 'group',
      member: 'member',
      observer: {
        assigned: () => told.push('assigned'),
        interrupted: () => told.push('interrupted'),
        reconnected: () => told.push('reconnected'),
      },
    },
    () => Promise.resolve(),
  );
  observer.assigned?.([0]);
  observer.interrupted?.(lost);
  await clock.advance(2_000);
  observer.reconnected?.();
  expect(lines).toEqual(['Kafka unreachable, retrying', 'Kafka back after 2 s']);
  expect(told).toEqual(['assigned', 'interrupted', 'reconnected']);
  expect(observer.retrying, 'a bus logs what nobody observes').toBeUndefined();
});
