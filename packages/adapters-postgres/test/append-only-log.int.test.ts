import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../src/connection/session.js';
import type { PostgresDatabase } from '../src/index.js';
import { notedOn } from './support/noted-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;
let database: PostgresDatabase;
let session: Session;

beforeAll(async () => {
  schema = scratchSchema();
  database = await schema.open();
  await database.events.append([notedOn('s', 'first', 'second')]);
  ({ session } = await schema.connect());
});

afterAll(() => schema.dispose());

const events = (): string => `${schema.name}.events`;

describe('the database refuses', () => {
  it.each([
    ['UPDATE', () => `UPDATE ${events()} SET type = 'other'`],
    ['DELETE', () => `DELETE FROM ${events()} WHERE event_id = 'first'`],
    ['TRUNCATE', () => `TRUNCATE ${events()}`],
  ])('an %s of the log, and says what to do', async (what, text) => {
    await expect(session.run({ text: text() })).rejects.toMatchObject({
      code: '42501',
      message: `${what} of the event log is refused: events are only appended`,
      hint: expect.stringContaining('SET LOCAL foldmart.allow_log_changes') as string,
    });
    const { version } = await database.events.readStream('s');
    expect(version).toBe(2);
  });
});

it('a transaction that says so may archive events', async () => {
  await session.run({ text: 'BEGIN' });
  await session.run({ text: "SET LOCAL foldmart.allow_log_changes = 'on'" });
  const { rowCount } = await session.run({
    text: `DELETE FROM ${events()} WHERE event_id = 'second'`,
  });
  expect(rowCount).toBe(1);
  await session.run({ text: 'ROLLBACK' });
  await expect(session.run({ text: `DELETE FROM ${events()}` })).rejects.toThrow('refused');
});
