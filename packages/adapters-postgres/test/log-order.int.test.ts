import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredEvent } from '@foldmart/core';
import { tablesIn } from '../src/database-tables.js';
import type { PostgresDatabase } from '../src/index.js';
import { appendInTransaction } from '../src/event-store/appending/append-in-transaction.js';
import { logContext } from '../src/event-store/log-writer.js';
import { SerializationConflictError } from '../src/event-store/serialization-conflict.js';
import { InlineProjector } from '../src/read-models/inline-projector.js';
import { ModelCatalog } from '../src/read-models/model-catalog.js';
import { beginOpenAppend } from './support/open-transactions.js';
import { noted } from './support/noted-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

/** A transaction of another test that ends during a read can block it. */
const patience = { timeout: 30_000 };

let schema: ScratchSchema;
let database: PostgresDatabase;

beforeEach(async () => {
  schema = scratchSchema();
  database = await schema.open();
});

afterEach(() => schema.dispose());

describe('the order of the log', () => {
  it('is kept by rejecting a transaction that began before the last one of its stream', async () => {
    const { session } = await schema.connect();
    const context = logContext(
      tablesIn(schema.name),
      new ModelCatalog(schema.name, []),
      new InlineProjector([]),
    );
    await beginOpenAppend(session, schema.name);
    await append('s', 'first');
    await expect(
      appendInTransaction(session, context, [
        { streamId: 's', expectedVersion: 'any', events: [noted('second')] },
      ]),
    ).rejects.toThrow(SerializationConflictError);
    await session.run({ text: 'ROLLBACK' });
  });

  it('continues after the existing events if the log is restored into another cluster', async () => {
    await append('s', 'before');
    await append('s', 'also before');
    const { session } = await schema.connect();
    await session.run({
      text: `
        SET foldmart.allow_log_changes = 'on';
        UPDATE ${schema.name}.events SET tx = (tx::text::numeric + 1000000000)::text::xid8;
        UPDATE ${schema.name}.log_epoch SET system_identifier = '1'`,
    });
    expect((await database.events.readAll({ limit: 10 })).events).toEqual([]);
    expect(await database.events.count()).toBe(0);

    const woken = await schema.open();
    const old = await everything(woken);
    expect(old.map(({ id }) => id)).toEqual(['before', 'also before']);
    await woken.events.append([
      { streamId: 's', expectedVersion: 2, events: [noted('after')] },
      { streamId: 't', expectedVersion: 0, events: [noted('new')] },
    ]);
    const checkpoint = old.at(-1)?.position ?? '';
    await expect
      .poll(
        async () => (await woken.events.readAll({ after: checkpoint, limit: 10 })).events,
        patience,
      )
      .toMatchObject([{ id: 'after', streamVersion: 3 }, { id: 'new' }]);
    expect(await woken.events.readEnd(3)).toMatchObject({
      events: [{ id: 'also before' }, { id: 'after' }, { id: 'new' }],
    });
    expect(await woken.events.count(checkpoint)).toBe(2);
  });

  it('ends before unsettled events for a reader that starts at the end', async () => {
    await append('s', 'settled');
    await expect.poll(() => everything(database), patience).toHaveLength(1);
    const { session } = await schema.connect();
    await beginOpenAppend(session, schema.name);
    await append('s', 'hidden');
    const end = await database.events.readEnd(10);
    expect(end.events.map(({ id }) => id)).toEqual(['settled']);
    expect(await database.events.readEnd(0)).toEqual({ events: [], next: end.next });
    expect([await database.events.count(), await database.events.count(end.next)]).toEqual([1, 0]);
    await session.run({ text: 'ROLLBACK' });
    await expect
      .poll(
        async () => (await database.events.readAll({ after: end.next, limit: 10 })).events,
        patience,
      )
      .toMatchObject([{ id: 'hidden' }]);
  });

  it('reports the session that blocks readers, and for how long', async () => {
    const { session } = await schema.connect();
    await beginOpenAppend(session, schema.name);
    await append('s', 'hidden');
    const blocker = await database.events.blocker();
    expect(blocker?.description).toMatch(/^pid \d+, database /);
    expect(blocker?.ageMs).toBeGreaterThanOrEqual(0);
    await session.run({ text: 'ROLLBACK' });
    await expect.poll(() => everything(database), patience).toHaveLength(1);
  });

  it('rejects a text that is not a position', async () => {
    await expect(
      database.events.readAll({ after: "1.1.1'; DROP TABLE events; --", limit: 1 }),
    ).rejects.toMatchObject({ reason: 'rejected' });
  });
});

async function append(streamId: string, id: string): Promise<void> {
  await database.events.append([{ streamId, expectedVersion: 'any', events: [noted(id)] }]);
}

async function everything({ events }: PostgresDatabase): Promise<readonly StoredEvent[]> {
  return (await events.readAll({ limit: 100 })).events;
}
