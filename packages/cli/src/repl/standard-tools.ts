import type { CommandContext } from '../command-context.js';
import { plainTable, type Cell } from '../output.js';
import { lazyStore } from './lazy-store.js';
import type { ReplTools } from './repl-tool.js';
import { sqlTag } from './sql-tag.js';

/** What the REPL has for every domain. */
export function standardTools({ system, settings }: CommandContext): ReplTools {
  const { query } = system;
  return {
    app: { value: system, about: aboutApp(Object.keys(system.domain.deciders)) },
    domain: { value: system.domain, about: 'topics, consumers, projections, cached kinds' },
    settings: { value: settings, about: 'the settings in effect' },
    bus: {
      value: system.bus(),
      about: 'the queue: await bus.admin.listTopics(), await bus.publish(topic, messages)',
    },
    store: {
      value: lazyStore(() => system.inspect()),
      about: 'the database, read-only: await store.events.count(), store.deadLetters, …',
    },
    rows: { value: system.rows, about: 'read models: await rows.scan(model, { limit: 10 })' },
    cache: { value: system.cache(), about: 'the cache: await cache.sample(kind, 3)' },
    ...(query === undefined
      ? {}
      : {
          sql: {
            value: sqlTag(query),
            about: 'read-only SQL: await sql`SELECT count(*) FROM events`; sql.write`…` changes',
          },
        }),
    table: { value: table, about: 'prints objects as a table: table(await sql`…`)' },
  };
}

function aboutApp(deciders: readonly string[]): string {
  const [first] = deciders;
  return first === undefined
    ? 'the application: await app.catchUp(), await app.publish(facts)'
    : `the application; commands: await app.${first}(id).…, for ${deciders.join(', ')}`;
}

/** Prints rows as a table, with a column for each field that one of them has. */
function table(rows: readonly Readonly<Record<string, unknown>>[]): void {
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => head.map((name) => cellOf(row[name])));
  process.stdout.write(rows.length === 0 ? 'no rows\n' : `${plainTable(head, cells)}\n`);
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}
