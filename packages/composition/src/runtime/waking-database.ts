import type { Database, EventStore, WakeUps } from '@foldmart/core';

/** The same database. Whatever writes to its log wakes those that follow the log in this process. */
export function wakingDatabase(database: Database, wakeUps: WakeUps): Database {
  return overlaid(database, { events: wakingStore(database.events, wakeUps) });
}

function wakingStore(store: EventStore, wakeUps: WakeUps): EventStore {
  const waking = async <Result>(writing: Promise<Result>): Promise<Result> => {
    const result = await writing;
    wakeUps.wake();
    return result;
  };
  return overlaid(store, {
    append: (appends) => waking(store.append(appends)),
    ingest: (batch) => waking(store.ingest(batch)),
    replay: (request) => waking(store.replay(request)),
  });
}

/** The same object, with some of its properties replaced. */
function overlaid<Target extends object>(target: Target, own: Partial<Target>): Target {
  return new Proxy(target, {
    get(_target, name) {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name) as unknown;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
