import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestBatch, IngestItem } from '@foldmart/core';
import type { Session } from '../src/connection/session.js';
import { tablesIn } from '../src/database-tables.js';
import { planBatch, recordAtOnce } from '../src/event-store/ingest/batch-at-once.js';
import { logContext, queueForStreams, type LogContext } from '../src/event-store/log-writer.js';
import type { PostgresDatabase } from '../src/index.js';
import { InlineProjector } from '../src/read-models/inline-projector.js';
import { ModelCatalog } from '../src/read-models/model-catalog.js';
import { noted } from './support/noted-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;
let database: PostgresDatabase;
let context: LogContext;
let session: Session;

beforeEach(async () => {
  schema = scratchSchema();
  database = await schema.open();
  ({ session } = await schema.connect());
  context = logContext(
    tablesIn(schema.name),
    new ModelCatalog(schema.name, []),
    new InlineProjector([]),
  );
});

afterEach(() => schema.dispose());

describe('a batch that is recorded in one round trip', () => {
  it.each([1, 3, 40])('puts %i events at the ends of their streams', async (count) => {
    await ingest(opening('long', 'a'), following('long', 'b'));
    const added = numbers(count).flatMap((n) => [
      following('long', `long ${n}`),
      following(`new ${n}`, `only ${n}`),
      opening(`open ${n}`, `first ${n}`),
    ]);
    const consumed = { group: 'g', topic: 't', topicId: null, partition: 0, from: '0', next: '9' };
    const report = await atOnce({ items: added, consumed });
    expect(report?.outcomes).toEqual(added.map(() => 'appended'));
    const { events } = await database.events.readStream('long');
    expect(events.map(({ id }) => id)).toEqual([
      'a',
      'b',
      ...numbers(count).map((n) => `long ${n}`),
    ]);
    expect(events.map(({ streamVersion }) => streamVersion)).toEqual(events.map((_, n) => n + 1));
    expect(await database.events.consumed()).toMatchObject([{ group: 'g', next: '9' }]);
    const { events: log } = await database.events.readAll({ limit: 1_000 });
    expect(log.slice(2).map(({ id }) => id)).toEqual(added.map(({ event }) => event.id));
  });

  it('records nothing if one of its events is there already', async () => {
    await ingest(following('s', 'known'));
    const items = [following('s', 'new'), following('s', 'known'), following('other', 'newer')];
    expect(await atOnce({ items })).toBeUndefined();
    expect(await database.events.findIds(['new', 'newer'])).toEqual(new Set());
    expect((await database.events.ingest({ items })).outcomes).toEqual([
      'appended',
      'duplicate',
      'appended',
    ]);
  });

  it.each<[string, readonly IngestItem[]]>([
    ['a stream is opened and followed', [opening('s', 'a'), following('s', 'b')]],
    ['an id is there twice', [following('s', 'a'), following('t', 'a')]],
    ['an event cannot be stored', [following('s', 'a'), following('s', 'with \0')]],
  ])('is none in which %s', (_what, items) => {
    expect(planBatch(context, { items })).toBeUndefined();
  });

  it('waits for earlier batches of its streams before it has a transaction id', async () => {
    await session.run({ text: 'BEGIN' });
    await queueForStreams(session, context.tables, ['s']);
    const plan = planBatch(context, { items: [following('s', 'later')] }, { queues: true }) ?? [];
    const { session: other } = await schema.connect();
    const waiting = recordAtOnce(other, plan, { items: [following('s', 'later')] });
    await session.run(context.beginAppend);
    const [earlier] = [planBatch(context, { items: [following('s', 'earlier')] }) ?? []];
    await session.runAll(earlier);
    await session.run({ text: 'COMMIT' });
    expect((await waiting)?.outcomes).toEqual(['appended']);
    const { events } = await database.events.readAll({ limit: 10 });
    expect(events.map(({ id }) => id)).toEqual(['earlier', 'later']);
  });
});

function atOnce(batch: IngestBatch) {
  return recordAtOnce(session, planBatch(context, batch) ?? [], batch);
}

async function ingest(...items: readonly IngestItem[]): Promise<void> {
  await database.events.ingest({ items });
}

function opening(streamId: string, id: string): IngestItem {
  return { streamId, startsStream: true, event: noted(id) };
}

function following(streamId: string, id: string): IngestItem {
  return { streamId, startsStream: false, event: noted(id) };
}

function numbers(count: number): readonly string[] {
  return [...Array(count).keys()].map(String);
}
