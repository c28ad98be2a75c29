import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  persistEvents,
  type EventEnvelope,
  type MessageBatch,
  type PersistReport,
  type Projection,
} from '@foldmart/core';
import {
  createCouponIssueProcessor,
  manageCampaign,
  shopRegistry,
  type CouponsIssued,
  type QueuedItem,
} from '@foldmart/core/shop';
import type { PostgresDatabase } from '../src/index.js';
import { postgresShop } from '../src/shop/index.js';
import {
  parcelCodec,
  parcelMessages,
  parcelsModel,
  parcelsProjection,
  weightsModel,
} from './support/parcel-messages.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const group = 'parcels_group';
const count = 40;
const raising = `
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'parcel % is too heavy', NEW.parcel; END $$`;
const overflowing = `
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM 99999::smallint; RETURN NEW; END $$`;
const onParcels =
  'CREATE TRIGGER refuse BEFORE INSERT ON parcels FOR EACH ROW EXECUTE FUNCTION refuse()';
const offParcels = 'DROP FUNCTION refuse CASCADE';

interface Fault {
  readonly what: string;
  readonly broken: readonly string[];
  readonly mended: readonly string[];
  /** The message of the error. */
  readonly says: RegExp;
  /** True if a row alone fits. */
  readonly needsSeveral?: boolean;
}

const readModelFaults: readonly Fault[] = [
  {
    what: 'a CHECK constraint that every row breaks',
    broken: ['ALTER TABLE parcels ADD CONSTRAINT light CHECK (grams < 0)'],
    mended: ['ALTER TABLE parcels DROP CONSTRAINT light'],
    says: /projection parcels cannot write read model parcels: .*light/,
  },
  {
    what: 'a CHECK constraint that some rows break',
    broken: ['ALTER TABLE parcels ADD CONSTRAINT light CHECK (grams < 20)'],
    mended: ['ALTER TABLE parcels DROP CONSTRAINT light'],
    says: /projection parcels cannot write read model parcels: .*light/,
  },
  {
    what: 'a CHECK constraint on sums',
    broken: ['ALTER TABLE weights ADD CONSTRAINT light CHECK (grams < 20)'],
    mended: ['ALTER TABLE weights DROP CONSTRAINT light'],
    says: /projection parcels cannot write read model weights: .*light/,
  },
  {
    what: 'a trigger that raises',
    broken: [raising, onParcels],
    mended: [offParcels],
    says: /parcels: parcel \d+ is too heavy/,
  },
  {
    what: 'a trigger whose numbers overflow',
    broken: [overflowing, onParcels],
    mended: [offParcels],
    says: /parcels: smallint out of range/,
  },
  {
    what: 'a deferred trigger that raises',
    broken: [
      raising,
      `CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON parcels
       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`,
    ],
    mended: [offParcels],
    says: /refused the commit: parcel \d+ is too heavy/,
  },
  {
    what: 'a column that is too narrow',
    broken: ['ALTER TABLE parcels ALTER grams TYPE numeric(1)'],
    mended: ['ALTER TABLE parcels ALTER grams TYPE bigint'],
    says: /parcels: numeric field overflow/,
  },
  {
    what: 'a unique key of its own',
    broken: ['CREATE UNIQUE INDEX one_row ON weights ((grams IS NOT NULL))'],
    mended: ['DROP INDEX one_row'],
    says: /weights: duplicate key value/,
    needsSeveral: true,
  },
  {
    what: 'a dropped column',
    broken: ['ALTER TABLE parcels DROP grams'],
    mended: ['ALTER TABLE parcels ADD grams bigint'],
    says: /parcels: column "grams" of relation "parcels" does not exist/,
  },
  {
    what: 'a renamed table',
    broken: ['ALTER TABLE parcels RENAME TO packets'],
    mended: ['ALTER TABLE packets RENAME TO parcels'],
    says: /parcels: relation ".*parcels" does not exist/,
  },
];

const logFaults: readonly Fault[] = [
  {
    what: 'a CHECK constraint on the log',
    broken: [`ALTER TABLE events ADD CONSTRAINT light CHECK (data->>'grams' = 'none')`],
    mended: ['ALTER TABLE events DROP CONSTRAINT light'],
    says: /the table events refused the events: .*light/,
  },
  {
    what: 'a trigger on the log whose numbers overflow',
    broken: [overflowing, onParcels.replace('parcels', 'events')],
    mended: [offParcels],
    says: /the table events refused the events: smallint out of range/,
  },
];

let schema: ScratchSchema;

beforeEach(() => {
  schema = scratchSchema();
});
afterEach(() => schema.dispose());

describe('an error under an inline projection is no message’s fault', () => {
  it.each([...readModelFaults, ...logFaults])('$what', async (fault) => {
    const { broken, mended, says, needsSeveral = false } = fault;
    const database = await schema.open([parcelsProjection]);
    await change(broken);
    for (const size of needsSeveral ? [count, 3] : [count, 3, 1]) {
      await expect(persist(database, size)).rejects.toMatchObject({
        code: 'projection-failed',
        reason: 'rejected',
        isRetryable: false,
        message: expect.stringMatching(says) as string,
      });
      await expectNothing(database);
    }
    await change(mended);
    await expectAll(database);
  });

  it('an append reports it, and succeeds once it is fixed', async () => {
    const database = await schema.open([parcelsProjection]);
    const [fault] = readModelFaults;
    await change(fault?.broken ?? []);
    const events = [parcelEvent()];
    const append = [{ streamId: 'parcel-0', expectedVersion: 0, events }] as const;
    await expect(database.events.append(append)).rejects.toMatchObject({
      code: 'projection-failed',
      isRetryable: false,
      hint: expect.stringMatching(/fix the projection/) as string,
    });
    await expectNothing(database);
    await change(fault?.mended ?? []);
    expect(await database.events.append(append)).toMatchObject([{ appended: 1 }]);
  });

  it('a bug in a projection stops every batch until a program without the bug runs', async () => {
    const buggy = await schema.open([throwing()]);
    for (const size of [count, 1]) {
      await expect(persist(buggy, size)).rejects.toMatchObject({
        code: 'projection-failed',
        message: expect.stringMatching(/projection parcels failed: .*'grams'/) as string,
      });
      await expectNothing(buggy);
    }
    await expectAll(await schema.open([parcelsProjection]));
  });

  it('writes for a read model that it has not declared stop it too', async () => {
    const [write] = [{ op: 'insert', model: 'letters', row: { letter: '1' } } as const];
    const database = await schema.open([{ ...parcelsProjection, project: () => [write] }]);
    await expect(persist(database, count)).rejects.toMatchObject({ code: 'projection-failed' });
    await expectNothing(database);
  });

  it('events that are in the log already need no projection', async () => {
    await persist(await schema.open([parcelsProjection]), count);
    const report = await persist(await schema.open([throwing()]), count);
    expect(report).toMatchObject({ duplicates: count, refused: 0 });
  });

  it('messages that the log can never hold are parked while the others are recorded', async () => {
    const database = await schema.open([parcelsProjection]);
    const messages = parcelMessages(count, (index) => (index % 20 === 3 ? longText(20_000) : ''));
    const reports: PersistReport[] = [];
    await handlerOf(database, reports)({ ...place, messages }, context);
    expect(reports).toMatchObject([{ refused: 2, appended: count - 2 }]);
    const letters = await database.deadLetters.list();
    expect(letters.map(({ source }) => source.offset)).toStrictEqual(['3', '23']);
  });
});

describe('an error under an inline projection is no coupon request’s fault', () => {
  it('requests wait for the fix, and then succeed', async () => {
    const database = await schema.openWith({
      projections: [holdersProjection],
      modules: [postgresShop],
    });
    const { coupons: ledger } = database.module(postgresShop);
    const open = { type: 'open-campaign', couponId: 1, stock: 10 } as const;
    await manageCampaign({ ledger, registry: shopRegistry }, open);
    const { processBatch } = createCouponIssueProcessor(ledger);
    const items = Array.from({ length: 5 }, (_, index) => couponRequest(index));
    await change(['ALTER TABLE holders ADD CONSTRAINT nobody CHECK (user_id < 0)']);
    for (const some of [items, items.slice(0, 1)]) {
      await expect(processBatch(some)).rejects.toMatchObject({
        port: 'coupon-ledger',
        code: 'projection-failed',
        message: expect.stringMatching(/projection holders cannot write/) as string,
      });
    }
    await change(['ALTER TABLE holders DROP CONSTRAINT nobody']);
    const decisions = await processBatch(items);
    expect(decisions.map(({ outcome }) => outcome)).toStrictEqual(items.map(() => 'SUCCESS'));
  });
});

const holdersProjection: Projection = {
  name: 'holders',
  version: 1,
  mode: 'inline',
  models: [
    { name: 'holders', key: ['request_id'], columns: { request_id: 'text', user_id: 'integer' } },
  ],
  handles: ['coupons_issued'],
  project: ({ data }) =>
    (data as CouponsIssued['data']).issues.map(({ request_id, user_id }) => ({
      op: 'insert',
      model: 'holders',
      row: { request_id, user_id },
    })),
};

function couponRequest(index: number): QueuedItem {
  const at = { topic: 't', partition: 0, offset: String(index), group: 'g' };
  const request = {
    requestId: `request-${index}`,
    couponId: 1,
    userId: index + 1,
    requestedAtMs: 0,
  };
  return { kind: 'request', request, source: { ...at, key: null, value: null, headers: {} } };
}

const position = { from: '0', next: '9999', topicId: null };
const place = { topic: 'parcels', partition: 0, position } as const;
const context = { attempt: 1, signal: new AbortController().signal };

function handlerOf({ events: store }: PostgresDatabase, reports: PersistReport[]) {
  const onBatch = (report: PersistReport) => void reports.push(report);
  return persistEvents({ store, codec: parcelCodec }, { group, onBatch });
}

async function persist(database: PostgresDatabase, size: number): Promise<PersistReport> {
  const reports: PersistReport[] = [];
  // The last ones are affected by every fault.
  const batch: MessageBatch = { ...place, messages: parcelMessages(count).slice(-size) };
  await handlerOf(database, reports)(batch, context);
  return reports[0]!;
}

async function expectNothing({ events, deadLetters, readModels }: PostgresDatabase): Promise<void> {
  const { events: recorded } = await events.readAll({ limit: 10 });
  expect([recorded, await deadLetters.list()]).toStrictEqual([[], []]);
  const rows = await readModels.scan(weightsModel, { limit: 10 });
  expect(rows).toStrictEqual([]);
}

/** Everything is recorded exactly once, however often it is redelivered. */
async function expectAll(database: PostgresDatabase): Promise<void> {
  expect(await persist(database, count)).toMatchObject({ appended: count });
  expect(await persist(database, count)).toMatchObject({ duplicates: count });
  expect(await database.deadLetters.countByReason()).toStrictEqual({});
  for (const model of [parcelsModel, weightsModel]) {
    expect(await database.readModels.count(model)).toBe(count);
  }
}

async function change(statements: readonly string[]): Promise<void> {
  const { session, close } = await schema.connect();
  await session.run({ text: `SET search_path TO ${schema.name}` });
  for (const text of statements) await session.run({ text });
  await close();
}

function throwing(): Projection {
  const none = undefined as unknown as { grams: number };
  return {
    ...parcelsProjection,
    project: () => [{ op: 'insert', model: 'parcels', row: { parcel: none.grams } }],
  };
}

function parcelEvent(): EventEnvelope {
  const decoded = parcelCodec.decode(parcelMessages(1)[0]!);
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.event;
}

/** Text that does not compress. */
function longText(length: number): string {
  let state = 7;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
}
