import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MessageSource } from '@foldmart/core';
import { tablesIn } from '../src/database-tables.js';
import { consumedStatement } from '../src/event-store/consumed-positions.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const line = { group: 'loans_group', topic: 'loans' };
const consumed = { ...line, topicId: 'first', partition: 0 };

let schema: ScratchSchema;
beforeEach(() => {
  schema = scratchSchema();
});
afterEach(() => schema.dispose());

it('a batch that began before a key was released is not recorded as if it came later', async () => {
  const { events, deadLetters } = await schema.open();
  const broken = { reason: 'malformed', detail: '', attempts: 1 } as const;
  const letters = [{ ...broken, source: source(0) }];
  await events.ingest({ items: [], deadLetters: letters, parking: 'park-key' });
  const early = await schema.connect();
  await early.session.run({ text: 'BEGIN' });
  await early.session.run({ text: 'SELECT pg_current_xact_id()' });
  const [head] = await deadLetters.heldKeys();
  await deadLetters.settle([head?.head ?? ''], { as: 'discarded', by: 'ann' });
  expect(await deadLetters.heldKeys()).toEqual([]);

  const statement = consumedStatement(tablesIn(schema.name));
  const range = { ...consumed, from: '1', next: '2' };
  await expect(early.session.run(statement(range, { unlessHeld: true }))).rejects.toMatchObject({
    code: 'FM002',
  });
  await early.session.run({ text: 'ROLLBACK' });
  await early.session.run({ text: 'BEGIN' });
  const { rowCount } = await early.session.run(statement(range, { unlessHeld: true }));
  expect(rowCount).toBe(1);
  await early.session.run({ text: 'COMMIT' });
});

it('a release of another cluster does not stop a restored database', async () => {
  const { events } = await schema.open();
  const { session } = await schema.connect();
  await session.run({
    text: `INSERT INTO ${schema.name}.key_releases VALUES ($1, $2, '9000000000000'::xid8)`,
    values: [line.group, line.topic],
  });
  const batch = { items: [], consumed: { ...consumed, from: '0', next: '1' } };
  await events.ingest({ ...batch, parking: 'park-key' });
  expect(await events.consumed()).toMatchObject([{ next: '1' }]);
  const statement = consumedStatement(tablesIn(schema.name));
  const range = { ...consumed, from: '1', next: '2' };
  const { rowCount } = await session.run(statement(range, { unlessHeld: true }));
  expect(rowCount).toBe(1);
});

it('a key of any length is held', async () => {
  const { events, deadLetters } = await schema.open();
  const key = new Uint8Array(100_000).map((_byte, index) => (index * 7919) % 251);
  const letter = { reason: 'malformed', detail: '', attempts: 1 } as const;
  const letters = [0, 1].map((offset) => ({ ...letter, source: { ...source(offset), key } }));
  await events.ingest({ items: [], deadLetters: letters, parking: 'park-key' });
  expect(await deadLetters.heldKeys()).toMatchObject([{ waiting: 2 }]);
  expect(await deadLetters.count({ key })).toBe(2);
});

function source(offset: number): MessageSource {
  const key = new TextEncoder().encode('ann');
  return { ...consumed, offset: String(offset), key, value: null, headers: {} };
}
