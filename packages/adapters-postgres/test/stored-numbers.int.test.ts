import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventEnvelope, ReadModel } from '@foldmart/core';
import { tablesIn } from '../src/database-tables.js';
import { encodeValue } from '../src/read-models/column-values.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const tally: ReadModel = { name: 'tally', key: ['id'], columns: { id: 'text', pieces: 'integer' } };

let schema: ScratchSchema;
let otherSchema: ScratchSchema;

beforeAll(() => {
  schema = scratchSchema();
  otherSchema = scratchSchema();
});

afterAll(async () => {
  await schema.dispose();
  await otherSchema.dispose();
});

function counted(id: string, count: unknown): EventEnvelope {
  return {
    id,
    type: 'counted',
    data: { count },
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
}

it('a number that another program has put into the log is not read with other digits', async () => {
  const { events } = await schema.open();
  await events.append([
    { streamId: 'a', expectedVersion: 0, events: [counted('a/1', 1e308), counted('a/2', 1)] },
  ]);
  const { session } = await schema.connect();
  await session.run({ text: "SET foldmart.allow_log_changes = 'on'" });
  await session.run({
    text: `UPDATE ${tablesIn(schema.name).events} SET data = '{"count": 9007199254740993}' WHERE event_id = 'a/2'`,
  });
  await expect(events.readStream('a')).rejects.toMatchObject({
    reason: 'corrupt',
    message: expect.stringMatching(/event a\/2 .*count is 9007199254740993/) as string,
  });
  await session.run({
    text: `UPDATE ${tablesIn(schema.name).events} SET data = '{"count": 9007199254740994}' WHERE event_id = 'a/2'`,
  });
  const { events: read } = await events.readStream('a');
  expect(read.map(({ data }) => data)).toEqual([{ count: 1e308 }, { count: 9007199254740994 }]);
});

it.each(['1e400', '-1.5e400', '1e-400'])(
  '%s in the log is not read as another number',
  async (text) => {
    const { events } = await schema.open();
    const streamId = `with ${text}`;
    await events.append([{ streamId, expectedVersion: 0, events: [counted(streamId, 1)] }]);
    const { session } = await schema.connect();
    await session.run({ text: "SET foldmart.allow_log_changes = 'on'" });
    await session.run({
      text: `UPDATE ${tablesIn(schema.name).events} SET data = '{"count": ${text}}' WHERE stream_id = '${streamId}'`,
    });
    await expect(events.readStream(streamId)).rejects.toMatchObject({
      reason: 'corrupt',
      message: expect.stringContaining(`The data of event ${streamId} cannot be read`) as string,
    });
  },
);

it('a sum that has grown beyond 2^53 is not read with other digits', async () => {
  const most = Number.MAX_SAFE_INTEGER;
  const database = await otherSchema.open([
    {
      name: 'tally',
      version: 1,
      mode: 'inline',
      models: [tally],
      handles: ['counted'],
      project: ({ data }) => [
        { op: 'accumulate', model: 'tally', key: { id: 'all' }, add: { pieces: data['count'] } },
      ],
    },
  ]);
  const append = (id: string) =>
    database.events.append([
      { streamId: 'sums', expectedVersion: 'any', events: [counted(id, most)] },
    ]);
  await append('sums/1');
  expect(await database.readModels.get(tally, { id: 'all' })).toMatchObject({ pieces: most });
  await append('sums/2');
  await expect(database.readModels.get(tally, { id: 'all' })).rejects.toMatchObject({
    reason: 'corrupt',
    message: expect.stringContaining('18014398509481982') as string,
  });
});

it.each([
  ['json', { a: [Number.NaN] }, 'shelf.column.a.0 is NaN'],
  ['json', Number.POSITIVE_INFINITY, 'shelf.column is Infinity'],
  ['decimal', Number.NaN, 'shelf.column is not a valid decimal: NaN'],
  ['decimal', 10n, 'shelf.column is not a valid decimal: 10'],
] as const)('a value of type %s that Postgres would change is refused: %s', (type, value, why) => {
  expect(() => encodeValue({ type, path: 'shelf.column' }, value)).toThrow(why);
});
