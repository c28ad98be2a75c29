import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPortError, type AppendResult, type StreamAppend } from '@foldmart/core';
import { inTransaction } from '../src/connection/session.js';
import type { PostgresDatabase } from '../src/index.js';
import { noted } from './support/noted-events.js';
import { parcelsProjection } from './support/parcel-messages.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;
let database: PostgresDatabase;

beforeEach(async () => {
  schema = scratchSchema();
  database = await schema.open([parcelsProjection]);
});

afterEach(() => schema.dispose());

describe('appends that wait at the same time', () => {
  it('share transactions', async () => {
    const all = await Promise.all(
      numbers(100).map((n) => append(`s${String(n)}`, `e${String(n)}`)),
    );
    expect(all.flat()).toHaveLength(100);
    expect(await transactions()).toBeLessThanOrEqual(4);
  });

  it('are divided between two transactions if they have many events', async () => {
    const calls = (events: number) =>
      numbers(16).map((n) => appendMany(`${String(events)}-${String(n)}`, events));
    await Promise.all(calls(2));
    expect(await transactions()).toBe(1);
    await Promise.all(calls(10));
    expect(await transactions()).toBe(3);
  });

  it('have an outcome each', async () => {
    await append('old', 'known');
    const outcomes = await Promise.allSettled([
      append('fresh', 'new'),
      append('old', 'too late', 0),
      append('old', 'known'),
      append('other', 'known'),
      append('text', 'with \0'),
      append('last', 'also new'),
    ]);
    expect(outcomes.map(summary)).toEqual([
      '1 appended',
      'VersionConflictError',
      '0 appended',
      'ValidationError',
      'PortError',
      '1 appended',
    ]);
    expect(await ids()).toEqual(['also new', 'known', 'new']);
  });

  it('fail alone if the database refuses their rows', async () => {
    const { session } = await schema.connect();
    await session.run({
      text: `ALTER TABLE ${schema.name}.parcels ADD CONSTRAINT light CHECK (grams < 50)`,
    });
    const outcomes = await Promise.allSettled(
      [10, 60, 20, 70, 30].map((grams, index) => {
        const parcel = String(index);
        const event = { ...noted(parcel), type: 'parcel_sent', data: { parcel, grams } };
        return database.events.append([
          { streamId: `parcel-${parcel}`, expectedVersion: 0, events: [event] },
        ]);
      }),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      const { reason } = outcome as { reason: unknown };
      expect(isPortError(reason) && reason.code).toBe('projection-failed');
    }
    expect(await ids()).toHaveLength(3);
  });

  it('that name the same stream are appended in the order of the calls', async () => {
    await Promise.all(numbers(20).map((n) => append('s', `e${String(n)}`, n)));
    const { events } = await database.events.readStream('s');
    expect(events.map(({ id }) => id)).toEqual(numbers(20).map((n) => `e${String(n)}`));
  });

  it.each([1, 3, 9])('follow their streams as each expects, %i events each', async (count) => {
    await append('long', 'a');
    await append('long', 'b');
    const many = (streamId: string, expectedVersion: StreamAppend['expectedVersion']) =>
      appendMany(streamId, count, expectedVersion);
    const exact = await Promise.all([many('long', 2), many('fresh', 0), many('new', 'no-stream')]);
    expect(exact.map(([result]) => result?.version)).toEqual([2 + count, count, count]);
    const { events } = await database.events.readStream('long', { fromVersion: 3 });
    expect(events.map(({ id }) => id)).toEqual(numbers(count).map((n) => `long ${String(n)}`));
    const tail = [noted('tail 1'), noted('tail 2')];
    const loose = await Promise.all([
      database.events.append([
        { streamId: 'fresh', expectedVersion: 'stream-exists', events: tail },
        { streamId: 'another', expectedVersion: 'any', events: [noted('first')] },
      ]),
      append('new', 'next', count),
    ]);
    expect(loose.flat().map(({ version }) => version)).toEqual([count + 2, 1, count + 1]);
    await expect(many('gap', count + 5)).rejects.toThrow('gap');
    await expect(many('none', 'stream-exists')).rejects.toThrow('none');
    expect(await database.events.findIds(['gap 0', 'none 0'])).toEqual(new Set());
  });

  it('do not follow a stream that a later transaction has written', async () => {
    const { session } = await schema.connect();
    const early = async (): Promise<unknown> => {
      await session.run({ text: 'SELECT pg_current_xact_id()' });
      await append('s', 'later');
      return session.run({ text: `SELECT ${schema.name}.stream_head('s', 1)` });
    };
    await expect(inTransaction(session, early)).rejects.toMatchObject({ code: '40001' });
    const { rows } = await session.run({ text: `SELECT ${schema.name}.stream_head('s', 1)` });
    expect(rows).toEqual([['1']]);
  });

  it('are done before the store is closed', async () => {
    const calls = numbers(50).map((n) => append(`s${String(n % 7)}`, `e${String(n)}`, 'any'));
    await database.close();
    expect((await Promise.all(calls)).flat()).toHaveLength(50);
    await expect(append('s', 'later')).rejects.toMatchObject({ reason: 'closed' });
  });
});

function append(
  streamId: string,
  id: string,
  expectedVersion: number | 'any' = 'any',
): Promise<readonly AppendResult[]> {
  return database.events.append([{ streamId, expectedVersion, events: [noted(id)] }]);
}

function appendMany(
  streamId: string,
  count: number,
  expectedVersion: StreamAppend['expectedVersion'] = 0,
): Promise<readonly AppendResult[]> {
  const events = numbers(count).map((n) => noted(`${streamId} ${String(n)}`));
  return database.events.append([{ streamId, expectedVersion, events }]);
}

function numbers(count: number): readonly number[] {
  return [...Array(count).keys()];
}

function summary(outcome: PromiseSettledResult<readonly AppendResult[]>): string {
  if (outcome.status === 'fulfilled') return `${String(outcome.value[0]?.appended)} appended`;
  return (outcome.reason as Error).name;
}

async function transactions(): Promise<number> {
  const { session } = await schema.connect();
  const { rows } = await session.run({
    text: `SELECT count(DISTINCT tx) FROM ${schema.name}.events`,
  });
  return Number(rows[0]?.[0]);
}

async function ids(): Promise<readonly (string | null | undefined)[]> {
  const { session } = await schema.connect();
  const { rows } = await session.run({
    text: `SELECT event_id FROM ${schema.name}.events ORDER BY event_id`,
  });
  return rows.map(([id]) => id);
}
