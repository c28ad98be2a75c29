import type { Database } from '@foldmart/core';

/**
 * The ports of a database that is opened at the first call: `await store.events.count()`. `module` and `close` are left to
 * the application.
 */
export function lazyStore(open: () => Promise<Database>): object {
  const ports = [
    ...['events', 'deadLetters', 'readModels', 'projections', 'rebuilds', 'locks'],
    ...['repository', 'snapshots', 'checkpoints', 'audit'],
  ] as const;
  return Object.fromEntries(ports.map((name) => [name, lazyPort(open, name)]));
}

function lazyPort(open: () => Promise<Database>, name: string): object {
  return new Proxy(
    {},
    {
      get(_target, method) {
        // A port is no promise, and the REPL asks about symbols when it prints.
        if (typeof method === 'symbol' || method === 'then') return undefined;
        return async (...args: unknown[]) => {
          const database: object = await open();
          const port = Reflect.get(database, name) as object;
          const called: unknown = Reflect.get(port, method);
          if (typeof called === 'function') return Reflect.apply(called, port, args) as unknown;
          throw new TypeError(`store.${name} has no method ${method}`);
        };
      },
    },
  );
}
