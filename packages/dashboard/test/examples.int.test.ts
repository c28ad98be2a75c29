import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exampleQuestions } from '../src/ask/examples.js';
import { openLending } from './support/lending.js';

let app: Awaited<ReturnType<typeof openLending>>;
let schema: string;
beforeEach(async () => {
  schema = `asked_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  app = await openLending({
    QUEUE_TYPE: 'memory',
    CACHE_TYPE: 'memory',
    DB_TYPE: 'postgres',
    POSTGRES_SCHEMA: schema,
  });
});
afterEach(async () => {
  await app.query?.({ text: `DROP SCHEMA IF EXISTS ${schema} CASCADE`, access: 'write' });
  await app.close();
});

it('every example is answered', async () => {
  await app.book('dune').lend('ann');
  await app.catchUp();
  const answers = await Promise.all(
    exampleQuestions(app).map(async ({ title, sql }) => {
      const bounds = { maxRows: 100, maxCharacters: 100_000, timeoutMs: 10_000 };
      return [title, (await app.ask?.({ text: sql, ...bounds }))?.rows.length] as const;
    }),
  );
  expect(Object.fromEntries(answers)).toEqual({
    'Events a minute, by type': 1,
    'Seconds from event to record, a minute': 1,
    'Longest streams of the newest events': 1,
    'Newest events': 1,
    'Dead letters by reason': 0,
    'Size of the tables': expect.any(Number) as number,
    'Rows of loans': 1,
    'Rows of readers': 1,
  });
});

it('every example about events reads the end of the log by its key, and no more than 100,000 of them', () => {
  const ofEvents = exampleQuestions(app).filter(({ sql }) => /\bFROM events\b/.test(sql));
  expect(ofEvents.length).toBeGreaterThan(3);
  for (const { title, sql } of ofEvents) {
    const limit = /FROM events\s+ORDER BY epoch DESC, tx DESC, position DESC\s+LIMIT (\d+)/.exec(
      sql,
    );
    expect(Number(limit?.[1]), title).toBeLessThanOrEqual(100_000);
  }
});
