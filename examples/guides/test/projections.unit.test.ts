import { accumulateRow, defineProjection, defineReadModel, isPortError } from '@foldmart/core';
import { describe, expect, it } from 'vitest';
// #region open
import { createMemoryDatabase, MemoryDatabase } from '@foldmart/adapters-memory';
import { systemClock, systemIds, systemRandom } from '@foldmart/node';
import { createCommandHandler, silentLogger, withUpcasting, type Projection } from '@foldmart/core';
import { cards, cardsModel, redeemedByDay, redeemedModel } from './gift-card-projections.js';
import { giftCards, registry } from './gift-cards.js';

const around = { clock: systemClock, random: systemRandom, ids: systemIds, logger: silentLogger };

/** A program with these projections, on a database that others may have open too. */
function openShop(server: MemoryDatabase, own: readonly Projection[]) {
  const projections = withUpcasting(registry, own);
  const database = createMemoryDatabase({}, { clock: systemClock, projections, database: server });
  const handle = createCommandHandler(giftCards, { ...around, registry, store: database.events });
  return { database, projections, handle };
}

type Shop = ReturnType<typeof openShop>;

const server = new MemoryDatabase({ clock: systemClock });
const shop = openShop(server, [cards, redeemedByDay]);
// #endregion

const day = '2026-02-03';

function freshServer(): MemoryDatabase {
  return new MemoryDatabase({ clock: systemClock });
}

// #region run
import { runProjection } from '@foldmart/core';

/** Runs every asynchronous projection until the signal aborts; any number of processes may. */
async function runAll({ database, projections }: Shop, signal: AbortSignal) {
  const dependencies = {
    ...around,
    store: database.events,
    projections: database.projections,
    rebuilds: database.rebuilds,
    locks: database.locks,
    all: projections,
  };
  const own = projections.filter(({ mode }) => mode === 'async');
  await Promise.all(own.map((each) => runProjection(dependencies, each, { signal })));
}
// #endregion

it('writes inline rows with their events, and others soon after', async () => {
  await shop.handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
  await shop.handle('card-1', { do: 'redeem', receipt: 'r-1', amount: 1_200, day });
  // #region rows
  const { readModels } = shop.database;
  const card = await readModels.get(cardsModel, { card_id: '1' });
  const firstHundred = await readModels.scan(cardsModel, { limit: 100 });
  // #endregion
  expect(card).toEqual({ card_id: '1', balance: 3_800, last_mailed_at: null });
  expect(firstHundred).toEqual([card]);
  expect(await readModels.count(redeemedModel)).toBe(0);

  const stop = new AbortController();
  const running = runAll(shop, stop.signal);
  await expect.poll(() => readModels.get(redeemedModel, { day })).toBeDefined();
  stop.abort();
  await running;
  expect(await readModels.get(redeemedModel, { day })).toEqual({
    day,
    amount: '1200',
    redemptions: 1,
  });
});

// #region version-2
const cardsWithReceiptsModel = defineReadModel({
  ...cardsModel,
  columns: { ...cardsModel.columns, redemptions: 'integer' },
});

const cardsWithReceipts = defineProjection(registry, {
  name: 'gift-cards',
  version: 2,
  mode: 'inline',
  models: [cardsWithReceiptsModel],
  on: {
    gift_card_issued: ({ data: { card_id, amount } }) => [
      accumulateRow(cardsWithReceiptsModel, { card_id }, { add: { balance: amount } }),
    ],
    gift_card_redeemed: ({ data: { card_id, amount } }) => [
      accumulateRow(
        cardsWithReceiptsModel,
        { card_id },
        { add: { balance: -amount, redemptions: 1 } },
      ),
    ],
  },
});
// #endregion

// #region rebuild
import { outdatedPlans, rebuildProjections } from '@foldmart/core';

/** Rebuilds the rows of lower versions; returns the outcome of each rebuild. */
async function rebuildOutdated({ database, projections }: Shop) {
  const { events: store, rebuilds, locks } = database;
  const plans = outdatedPlans(await database.projections.states(), projections);
  const outcomes = new Map<string, string>();
  for (const plan of plans) {
    const result = await rebuildProjections({ ...around, store, rebuilds, locks }, plan);
    outcomes.set(plan.id, result.outcome);
  }
  return outcomes;
}
// #endregion

describe('an upgrade', () => {
  it('rebuilds beside the old rows; old programs write until the swap, new ones from then on', async () => {
    const common = freshServer();
    const old = openShop(common, [cards, redeemedByDay]);
    await old.handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
    const upgraded = openShop(common, [cardsWithReceipts, redeemedByDay]);
    await old.handle('card-1', { do: 'redeem', receipt: 'r-1', amount: 1_200, day });
    const redeem = { do: 'redeem', receipt: 'r-2', amount: 800, day } as const;
    await expect(upgraded.handle('card-1', redeem)).rejects.toSatisfy(
      (error) => isPortError(error) && error.code === 'projection-version' && error.isRetryable,
    );
    expect(await rebuildOutdated(upgraded)).toEqual(new Map([['gift-cards', 'done']]));
    await upgraded.handle('card-1', redeem);
    const { readModels } = upgraded.database;
    expect(await readModels.get(cardsWithReceiptsModel, { card_id: '1' })).toMatchObject({
      balance: 3_000,
      redemptions: 2,
    });
    await expect(old.handle('card-1', { ...redeem, receipt: 'r-3' })).rejects.toMatchObject({
      code: 'projection-version',
    });
  });
});

// #region fussy
const fussy: Projection = {
  ...redeemedByDay,
  onFailure: 'park',
  project: (event) => {
    if (event.data['day'] === '2026-02-30') throw new Error('There is no such day.');
    return redeemedByDay.project(event);
  },
};
// #endregion

// #region catch-up
import { catchUpProjection } from '@foldmart/core';

/** Projects all events that the log shows now: for tests and one-shot commands. */
async function catchUp({ database, projections }: Shop) {
  const { events: store, projections: progress } = database;
  for (const projection of projections.filter(({ mode }) => mode === 'async')) {
    await catchUpProjection({ store, projections: progress }, projection);
  }
}
// #endregion

describe('an event that a projection cannot handle', () => {
  it('parks the projection until it is resumed', async () => {
    const common = freshServer();
    const parked = openShop(common, [fussy]);
    await appendImpossibleDay(parked);
    await expect(catchUp(parked)).rejects.toSatisfy(isPortError);
    // #region parked
    const [state] = await parked.database.projections.states();
    const why = state?.parked?.detail;
    // #endregion
    expect(why).toBe('There is no such day.');
    const mended = openShop(common, [redeemedByDay]);
    // #region resume
    await mended.database.projections.resume('redeemed-by-day');
    // #endregion
    await catchUp(mended);
    expect(await mended.database.readModels.count(redeemedModel)).toBe(2);
  });

  it('is skipped and recorded by the policy skip', async () => {
    const lenient = openShop(freshServer(), [{ ...fussy, onFailure: 'skip' }]);
    await appendImpossibleDay(lenient);
    await catchUp(lenient);
    const { readModels } = lenient.database;
    expect(await readModels.count(redeemedModel)).toBe(1);
    expect(await readModels.scan(projectionFailuresModel, { limit: 10 })).toMatchObject([
      { projection: 'redeemed-by-day', detail: 'There is no such day.' },
    ]);
  });
});

import { toEnvelope, projectionFailuresModel } from '@foldmart/core';

/** A day that its producer's schema let pass. */
async function appendImpossibleDay({ database }: Shop): Promise<void> {
  const data = { card_id: '1', receipt: 'r-1', amount: 100, day };
  const type = 'gift_card_redeemed';
  const metadata = { time: '2026-02-03T14:30:00Z', origin: 'command' };
  const event = toEnvelope(registry, { type, data }, { id: 'e-1', ...metadata });
  const impossible = { ...event, id: 'e-2', data: { ...data, day: '2026-02-30' } };
  const append = { streamId: 'card-1', expectedVersion: 'any' } as const;
  await database.events.append([{ ...append, events: [impossible, event] }]);
}

// #region verify
import { createHash } from 'node:crypto';
import { verifyReadModels } from '@foldmart/core';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const verify = ({ database, projections }: Shop) =>
  verifyReadModels({ audit: database.audit, digest: sha256 }, projections);
// #endregion

it('compares every row with the log', async () => {
  const common = freshServer();
  const honest = openShop(common, [cards, redeemedByDay]);
  await honest.handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
  await honest.handle('card-1', { do: 'redeem', receipt: 'r-1', amount: 1_200, day });
  const well = await verify(honest);
  expect(well).toMatchObject({ events: 2, differences: [] });
  expect(well.lagging).toEqual([{ name: 'redeemed-by-day', behind: 2 }]);
  await catchUp(honest);
  expect(await verify(honest)).toMatchObject({ stateHash: well.stateHash, lagging: [] });

  const generous: Projection = {
    ...cards,
    project: (event) => (event.type === 'gift_card_issued' ? cards.project(event) : []),
  };
  const wrong = openShop(common, [generous, redeemedByDay]);
  await wrong.handle('card-1', { do: 'redeem', receipt: 'r-2', amount: 800, day });
  const ill = await verify(honest);
  expect(ill.differences).toEqual([
    {
      model: 'gift_cards',
      key: { card_id: '1' },
      kind: 'different',
      columns: { balance: { expected: 3_000, actual: 3_800 } },
    },
  ]);
});
