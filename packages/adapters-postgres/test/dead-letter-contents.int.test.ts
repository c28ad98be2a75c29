import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NewDeadLetter } from '@foldmart/core';
import { deadLetterContents } from '../src/migrations/0008-dead-letter-contents.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;

beforeEach(() => {
  schema = scratchSchema();
});

afterEach(() => schema.dispose());

it('letters of an older database keep their identity, and different letters at the same offsets are stored too', async () => {
  const old = [letter('one'), { ...letter('two'), source: { ...letter('two').source, key: null } }];
  const created = await schema.open();
  await created.deadLetters.park(old.map(atPlace));
  await revert();
  const migrated = await schema.open();
  await migrated.deadLetters.park(old.map(atPlace));
  expect(await migrated.deadLetters.list()).toHaveLength(2);
  await migrated.deadLetters.park([letter('three'), letter('four')].map(atPlace));
  const letters = await migrated.deadLetters.list();
  const bodies = letters.map(({ source }) => new TextDecoder().decode(source.value ?? undefined));
  expect(bodies).toStrictEqual(['one', 'two', 'three', 'four']);
});

function letter(body: string): NewDeadLetter {
  const bytes = new TextEncoder().encode(body);
  const place = { group: 'g', topic: 't', partition: 0, offset: '0' };
  const headers = { quoted: '"\\', nul: '\u0000', 이름: '책' };
  const source = { ...place, key: bytes, value: bytes, headers };
  return { source, reason: 'malformed', detail: '', attempts: 1 };
}

function atPlace(some: NewDeadLetter, index: number): NewDeadLetter {
  return { ...some, source: { ...some.source, offset: String(index) } };
}

/** The tables of later migrations. */
const laterTables = [
  'leader_leases',
  'consumed_positions',
  'dead_letter_actions',
  'held_keys',
  'key_releases',
];

/** The columns that later migrations have added to the letters. */
const laterColumns = [
  'topic_id',
  'published_ms',
  'status',
  'settled_by',
  'settled_at',
  'edited_raw',
  'edited_headers',
];

const laterFunctions = [
  'refuse_held_keys',
  'stream_head',
  'begin_append',
  'begin_append_unless_begun',
  'foreign_transactions',
  'log_bound',
  'refuse_log_change',
];

/** Restores the layout from before the migration. */
async function revert(): Promise<void> {
  const { session, close } = await schema.connect();
  const table = `${schema.name}.dead_letters`;
  await session.run({
    text: `ALTER TABLE ${table} DROP COLUMN contents_hash,
      ADD CONSTRAINT dead_letters_source_key UNIQUE (group_name, topic, partition, "offset")`,
  });
  for (const later of laterTables) {
    await session.run({ text: `DROP TABLE ${schema.name}.${later}` });
  }
  const dropped = laterColumns.map((column) => `DROP COLUMN ${column}`).join(', ');
  await session.run({ text: `ALTER TABLE ${table} ${dropped}` });
  for (const later of laterFunctions) {
    await session.run({ text: `DROP FUNCTION ${schema.name}.${later} CASCADE` });
  }
  await session.run({
    text: `DELETE FROM ${schema.name}.foldmart_migrations WHERE version >= $1`,
    values: [deadLetterContents.version],
  });
  await close();
}
