import { createMemoryDatabase, MemoryEventBus } from '@foldmart/adapters-memory';
import type { DatabaseAdapter, QueueAdapter } from '@foldmart/composition';
import type { EventStore, Subscription } from '@foldmart/core';

/** A database in memory whose `ingest` hangs for ever for the batches that `hangs` picks. */
export function hangingDatabase(
  hangs: (batch: Parameters<EventStore['ingest']>[0]) => boolean,
): DatabaseAdapter {
  return {
    isInProcess: true,
    async open(_settings, dependencies, { projections, cachedKinds }) {
      const opened = createMemoryDatabase({}, { ...dependencies, projections, cachedKinds });
      const { events } = opened;
      const ingest: EventStore['ingest'] = (batch) =>
        hangs(batch) ? new Promise(() => undefined) : events.ingest(batch);
      const hanging = new Proxy(events, {
        get: (target, name) => {
          if (name === 'ingest') return ingest;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      return new Proxy(opened, {
        get: (target, name) => {
          if (name === 'events') return hanging;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
}

/** A queue in memory. Its first member holds every partition and delivers nothing, as if its loop hung. */
export function deafQueue(): QueueAdapter {
  return {
    open(_settings, dependencies) {
      const bus = new MemoryEventBus({}, dependencies);
      const { subscribe } = bus;
      let joined = 0;
      bus.subscribe = async (options, handler) => {
        joined += 1;
        if (joined > 1) return subscribe.call(bus, options, handler);
        options.observer?.assigned?.([0, 1, 2]);
        return deafMember(options.member);
      };
      return bus;
    },
  };
}

function deafMember(member: string): Subscription {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { member, ended, assignments: () => [0, 1, 2], close: async () => end() };
}
