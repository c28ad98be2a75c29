import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { silentLogger as logger, type EventEnvelope, type Projection } from '@foldmart/core';
import { realClock as clock } from '@foldmart/conformance';
import {
  openPostgresDatabase as openForReal,
  type PostgresDependencies,
  type PostgresOptionsInput,
} from '../src/index.js';
import { scratchSchema } from './support/scratch-schema.js';

const schema = scratchSchema();

afterAll(() => schema.dispose());

const random = { next: Math.random };
const model = { name: 'counters', key: ['id'], columns: { id: 'text', total: 'integer' } } as const;
const counting: Projection = {
  name: 'counters',
  version: 1,
  mode: 'inline',
  models: [model],
  handles: ['incremented'],
  project: ({ data: { id, by } }) => [
    { op: 'accumulate', model: 'counters', key: { id }, add: { total: by } },
  ],
};

function incremented(id: string, by: number): EventEnvelope {
  const time = '2026-02-03T14:30:00Z';
  return {
    id: 'e-1',
    type: 'incremented',
    data: { id, by },
    schemaVersion: 1,
    time,
    origin: 'command',
  };
}

/** Opens the services' database in place of the one in the example. */
function openPostgresDatabase(_options: PostgresOptionsInput, dependencies: PostgresDependencies) {
  return openForReal(schema.options, dependencies);
}

it('the README’s example runs', async () => {
  // #region example
  const database = await openPostgresDatabase(
    { connectionString: 'postgres://me:secret@localhost:5432/lending', schema: 'library' },
    { clock, random, logger, projections: [counting] },
  );
  await database.events.append([
    { streamId: 'counter-c1', expectedVersion: 0, events: [incremented('c1', 2)] },
  ]);
  const row = await database.readModels.get(model, { id: 'c1' }); // { id: 'c1', total: 2 }
  await database.close();
  // #endregion
  expect(row).toEqual({ id: 'c1', total: 2 });
});

it('the README shows the example', () => {
  const [readme, source] = ['../README.md', 'readme-example.int.test.ts'].map((path) =>
    readFileSync(new URL(path, import.meta.url), 'utf8'),
  );
  const [, shown] = /```ts\n(.*?)```/s.exec(readme ?? '') ?? [];
  const [, region = ''] = /#region example\n(.*?) {2}\/\/ #endregion/s.exec(source ?? '') ?? [];
  expect(shown).toBe(region.replaceAll(/^ {2}/gm, ''));
});
