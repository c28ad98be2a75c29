import { describe, expect, it } from 'vitest';
// #region decider
import { isValidationError } from '@foldmart/core';
import { specFor } from '@foldmart/core/testing';
import { giftCards, type GiftCardEvent } from './gift-cards.js';

const card = specFor(giftCards);
const issued: GiftCardEvent = {
  type: 'gift_card_issued',
  data: { card_id: '1', amount: 5_000 },
};
const redeem = { do: 'redeem', receipt: 'r-1', amount: 1_200, day: '2026-02-03' } as const;

it('is redeemed in parts', () => {
  card
    .given([issued])
    .when(redeem)
    .then([
      {
        type: 'gift_card_redeemed',
        data: { card_id: '1', receipt: 'r-1', amount: 1_200, day: '2026-02-03' },
      },
    ])
    .andState({ card_id: '1', balance: 3_800 });
});

it('is not redeemed for more than is left', () => {
  card
    .given([issued])
    .when({ ...redeem, amount: 9_000 })
    .thenFails(isValidationError, 'has 5000 left');
});

it('starts without state', () => {
  card.given([]).thenState(undefined);
});
// #endregion

// #region projection
import { cards, redeemedByDay } from './gift-card-projections.js';

const redeemed: GiftCardEvent = {
  type: 'gift_card_redeemed',
  data: { card_id: '1', receipt: 'r-1', amount: 1_200, day: '2026-02-03' },
};

it('has a row with what is left', () => {
  specFor(cards)
    .given([issued, redeemed])
    .then({ gift_cards: [{ card_id: '1', balance: 3_800 }] });
});

it('adds up by day', () => {
  specFor(redeemedByDay)
    .given([redeemed, redeemed])
    .then({ redeemed_by_day: [{ day: '2026-02-03', amount: 2_400, redemptions: 2 }] });
});

it('takes the same event once', () => {
  const again = { ...redeemed, id: 'e-1' };
  specFor(redeemedByDay)
    .given([again, again])
    .then({ redeemed_by_day: [{ day: '2026-02-03', amount: 1_200, redemptions: 1 }] });
});
// #endregion

describe('a specification fails', () => {
  it('if a decider decides otherwise', () => {
    expect(() => card.given([issued]).when(redeem).then([])).toThrow('leads to other events');
    expect(() => card.given([]).when(redeem).then([])).toThrow('is refused instead');
    expect(() => card.given([issued]).when(redeem).thenFails()).toThrow('is not refused');
  });

  it('if a projection is not pure', () => {
    let shown = 0;
    const counting = {
      ...redeemedByDay,
      project: () => {
        shown += 1;
        const add = { redemptions: shown };
        return [{ op: 'accumulate', model: 'redeemed_by_day', key: { day: '1' }, add } as const];
      },
    };
    expect(() => specFor(counting).given([redeemed]).then({})).toThrow('is not pure');
  });
});

// #region property
import { fold } from '@foldmart/core';
import fc from 'fast-check';

const amounts = fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 20 });

it('never gives out more than was paid in', () => {
  fc.assert(
    fc.property(amounts, (wanted) => {
      const events = wanted.reduce<readonly GiftCardEvent[]>(
        (log, amount, index) => [...log, ...decide(log, amount, `r-${String(index)}`)],
        [issued],
      );
      return (fold(giftCards, events)?.balance ?? -1) >= 0;
    }),
  );
});

function decide(log: readonly GiftCardEvent[], amount: number, receipt: string) {
  try {
    return giftCards.decide({ ...redeem, amount, receipt }, fold(giftCards, log));
  } catch (error) {
    if (isValidationError(error)) return [];
    throw error;
  }
}
// #endregion

// #region arbitraries
import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { systemClock } from '@foldmart/node';
import { toIngestItem } from '@foldmart/core';
import { ordersModel, shopProjections, shopRegistry } from '@foldmart/core/shop';
import { envelopes } from '@foldmart/core/testing';
import { orderData, shopEnvelopes } from '@foldmart/core/shop/testing';

it('records every event of the shop once, however often it comes', async () => {
  const batches = fc.array(shopEnvelopes(), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(batches, async (events) => {
      const database = createMemoryDatabase(
        {},
        { clock: systemClock, projections: shopProjections() },
      );
      const items = events.map((event) => toIngestItem(shopRegistry, event));
      await database.events.ingest({ items });
      const before = await database.events.readAll({ limit: 1_000 });
      await database.events.ingest({ items: items.toReversed() });
      expect(await database.events.readAll({ limit: 1_000 })).toEqual(before);
    }),
  );
});

/** Orders as this test wants them: of one user. */
const ordersOfOne = envelopes(
  shopRegistry.find('order_created')!,
  orderData().map((order) => ({ ...order, user_id: 'u_1' })),
);
// #endregion

it('makes orders of one user', async () => {
  await fc.assert(
    fc.asyncProperty(ordersOfOne, async (event) => {
      const projections = shopProjections();
      const database = createMemoryDatabase({}, { clock: systemClock, projections });
      await database.events.ingest({ items: [toIngestItem(shopRegistry, event)] });
      const [order] = await database.readModels.scan(ordersModel, { limit: 1 });
      expect(order).toMatchObject({ user_id: 'u_1' });
    }),
    { numRuns: 20 },
  );
});

// #region virtual
import { createCommandHandler, PortError, runSubscription, silentLogger } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { registry } from './gift-cards.js';

it('survives an outage of an hour, in virtual time', async () => {
  const clock = new VirtualClock();
  const { events: store, ...rest } = createMemoryDatabase({}, { clock, projections: [] });
  const ids = { next: () => 'e-1' };
  const handle = createCommandHandler(giftCards, { store, registry, clock, ids });
  await clock.drive(handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 }));

  const stop = new AbortController();
  const around = { clock, random: { next: () => 0.5 }, logger: silentLogger };
  const mail = async (): Promise<void> => {
    if (clock.monotonic() >= 3_600_000) {
      stop.abort();
      return;
    }
    const failure = { port: 'event-bus', operation: 'mail', reason: 'unavailable' } as const;
    throw new PortError({ ...failure, message: 'The mail server is down.' });
  };
  const mailing = runSubscription(
    { ...around, ...rest, store },
    { name: 'mail', signal: stop.signal },
    mail,
  );
  await clock.drive(mailing);
  expect(clock.monotonic()).toBeGreaterThanOrEqual(3_600_000);
  expect(await rest.checkpoints.list()).toMatchObject([{ subscription: 'mail' }]);
});
// #endregion
