import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IngestItem } from '@foldmart/core';
import { shopProjections } from '@foldmart/core/shop';
import { sqlState } from '../src/classify-error.js';
import { inTransaction, type Session } from '../src/connection/session.js';
import { tablesIn } from '../src/database-tables.js';
import { planBatch, recordAtOnce } from '../src/event-store/ingest/batch-at-once.js';
import { encodeBatch } from '../src/event-store/ingest/encode-batch.js';
import { ingestBatch } from '../src/event-store/ingest/ingest-batch.js';
import { appendInTransaction } from '../src/event-store/appending/append-in-transaction.js';
import { logContext, type LogContext } from '../src/event-store/log-writer.js';
import { InlineProjector } from '../src/read-models/inline-projector.js';
import { ModelCatalog } from '../src/read-models/model-catalog.js';
import { ordersPlaced } from './support/sample-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const deadlock = '40P01';
const rounds = 8;

let schema: ScratchSchema;
let context: LogContext;

beforeEach(async () => {
  schema = scratchSchema();
  const projections = shopProjections();
  await schema.open(projections);
  context = logContext(
    tablesIn(schema.name),
    new ModelCatalog(schema.name, projections),
    new InlineProjector(projections),
  );
});

afterEach(() => schema.dispose());

it.each<[string, (session: Session, items: readonly IngestItem[]) => Promise<unknown>]>([
  ['ingested', (session, items) => ingestBatch(session, context, encodeBatch({ items }))],
  [
    'copied',
    (session, items) => recordAtOnce(session, planBatch(context, { items }) ?? [], { items }),
  ],
  ['appended', (session, items) => appendAll(session, items)],
])('batches %s at the same time in opposite orders never wait in a circle', async (_how, write) => {
  const sessions = await Promise.all(Array.from({ length: 4 }, () => schema.connect()));
  const states: (string | undefined)[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const items = ordersPlaced(300);
    const outcomes = await Promise.allSettled(
      sessions.map(({ session }, nth) =>
        write(session, nth % 2 === 0 ? items : items.toReversed()),
      ),
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') states.push(sqlState(outcome.reason));
    }
  }
  expect(states).not.toContain(deadlock);
  const counted = await sessions[0]?.session.run({
    text: `SELECT (SELECT count(*) FROM ${schema.name}.events), (SELECT count(*) FROM ${schema.name}.orders)`,
  });
  expect(counted?.rows).toEqual([[String(rounds * 300), String(rounds * 300)]]);
});

async function appendAll(session: Session, items: readonly IngestItem[]): Promise<void> {
  const appends = items.map(({ streamId, event }) => ({
    streamId,
    expectedVersion: 'any' as const,
    events: [event],
  }));
  await inTransaction(session, () => appendInTransaction(session, context, appends));
}
