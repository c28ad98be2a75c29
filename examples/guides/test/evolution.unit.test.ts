import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { systemClock, systemIds } from '@foldmart/node';
import { createCommandHandler, createWireCodec, loadState, upcastEvent } from '@foldmart/core';
import { deliver } from '@foldmart/core/shop/testing';
import { expect, it } from 'vitest';
import { giftCards, registry as oldRegistry } from './gift-cards.js';
// #region version-2
import { createEventRegistry, defineEvent, type Upcaster } from '@foldmart/core';
import { z } from 'zod';
import { giftCardIssued as previous, giftCardRedeemed } from './gift-cards.js';

/** Version 1 had an `amount`, which was always in cents of a euro. */
const nameTheCurrency: Upcaster = ({ amount, ...rest }) => ({
  ...rest,
  cents: amount,
  currency: 'EUR',
});

const giftCardIssued = defineEvent({
  type: previous.type,
  version: 2,
  schema: z.looseObject({
    card_id: z.string(),
    cents: z.int().positive(),
    currency: z.string().length(3),
  }),
  upcasters: { 1: nameTheCurrency },
  topic: previous.topic,
  partitionKey: (data) => data.card_id,
  streamId: (data) => `card-${data.card_id}`,
  startsStream: true,
  identity: (data) => data.card_id,
});

const registry = createEventRegistry([giftCardIssued, giftCardRedeemed]);
// #endregion

// #region fold
import type { EventOf } from '@foldmart/core';

type Event = EventOf<typeof giftCardIssued> | EventOf<typeof giftCardRedeemed>;

/** Knows version 2 only. */
const balance = {
  initialState: { cents: 0, currency: '' },
  evolve: (card: { cents: number; currency: string }, { type, data }: Event) =>
    type === 'gift_card_issued'
      ? { cents: data.cents, currency: data.currency }
      : { ...card, cents: card.cents - data.amount },
};
// #endregion

it('shows old events in their present form, and keeps what was said', async () => {
  const { events: store } = createMemoryDatabase({}, { clock: systemClock, projections: [] });
  const around = { store, clock: systemClock, ids: systemIds };
  const handle = createCommandHandler(giftCards, { ...around, registry: oldRegistry });
  await handle('card-1', { do: 'issue', card_id: '1', amount: 5_000 });
  await handle('card-1', { do: 'redeem', receipt: 'r', amount: 100, day: '2026-02-03' });
  // #region kept
  const { state } = await loadState(balance, { store, registry }, 'card-1');
  const [stored] = (await store.readStream('card-1')).events;
  const shown = stored && upcastEvent(registry, stored);
  // #endregion
  expect(state).toEqual({ cents: 4_900, currency: 'EUR' });
  expect(stored).toMatchObject({ schemaVersion: 1, data: { card_id: '1', amount: 5_000 } });
  expect(shown).toMatchObject({ schemaVersion: 2, data: { card_id: '1', cents: 5_000 } });
});

it('keeps fields that no schema names', () => {
  const data = { card_id: '1', amount: 5_000, wrapping: 'red' };
  const value = JSON.stringify({ event_type: 'gift_card_issued', data });
  const headers = { ce_id: 'e-1', ce_schemaversion: '1' };
  const place = { partition: 0, offset: '0', timestampMs: 0 };
  const message = deliver('gift-cards', { key: '1', value, headers }, place);
  const decoded = createWireCodec(registry).decode(message);
  if (!decoded.ok) throw new Error(decoded.detail);
  expect(decoded.event.data).toEqual(data);
  expect(upcastEvent(registry, decoded.event).data).toMatchObject({
    wrapping: 'red',
    cents: 5_000,
  });
  expect(createWireCodec(registry).encode(decoded.event).message.value).toBe(value);
});

it('does not take from the queue what is newer than it knows', () => {
  const data = { card_id: '1', cents: 5_000, currency: 'EUR' };
  const value = JSON.stringify({ event_type: 'gift_card_issued', data });
  const place = { partition: 0, offset: '0', timestampMs: 0 };
  const headers = { ce_id: 'e-1', ce_schemaversion: '2' };
  const message = deliver('gift-cards', { key: '1', value, headers }, place);
  expect(createWireCodec(oldRegistry).decode(message)).toMatchObject({
    ok: false,
    reason: 'newer-version',
  });
});

// #region golden
import { readdirSync, readFileSync } from 'node:fs';
import { goldenFaults } from '@foldmart/core/testing';

function goldenFiles(): Record<string, string> {
  const folder = new URL('golden/', import.meta.url);
  const read = (name: string) => [name, readFileSync(new URL(name, folder), 'utf8')] as const;
  return Object.fromEntries(readdirSync(folder).map(read));
}

it('reads every version of every event as it always did', () => {
  expect(goldenFaults(registry, goldenFiles())).toEqual([]);
});
// #endregion

// #region golden-file
import { goldenFile } from '@foldmart/core/testing';

const { name, text } = goldenFile(registry, {
  headers: { ce_id: 'e-1', ce_schemaversion: '2', ce_time: '2026-02-03T14:30:00Z' },
  body: {
    event_type: 'gift_card_issued',
    data: { card_id: '1', cents: 5_000, currency: 'EUR' },
  },
});
// #endregion

it('has written its golden file like this', () => {
  expect(JSON.parse(goldenFiles()[name] ?? '')).toEqual(JSON.parse(text));
});

it('would notice an upcaster that has changed', () => {
  const changed = { ...giftCardIssued, upcasters: { 1: () => ({ card_id: '1' }) } };
  const faults = goldenFaults(createEventRegistry([changed, giftCardRedeemed]), goldenFiles());
  expect(faults.map(({ file }) => file)).toContain('gift_card_issued.v1.json');
});
