import assert from 'node:assert/strict';
import type { EventEnvelope } from '@foldmart/core';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, HeldAppend, StoreInstance } from '../harness.js';
import {
  acquired,
  bookStream,
  cataloguePlan,
  catalogueBooksModel,
  catalogueFeesModel,
  lent,
  lentTimes,
  retitled,
} from '../sample-domain/index.js';

/** An old program that filled the log and its rows, and a new one that has not rebuilt them yet. */
export interface CatalogueScene {
  readonly old: StoreInstance;
  readonly upgraded: StoreInstance;
}

/** The first events of a scene's log. Some precede the book that they are about. */
export const earlyEvents: readonly EventEnvelope[] = [
  lent('c', 1),
  acquired('a'),
  ...lentTimes('a', 1, 3),
  acquired('b'),
  retitled('a', 'New'),
  acquired('c'),
  lent('b', 1),
];

/** Version 1 has written {@link earlyEvents}, all of which followers can read; version 2 is open. */
export async function catalogueScene(harness: EventStoreHarness): Promise<CatalogueScene> {
  const old = await harness.open(cataloguePlan(1).projections);
  await appendAll(old, earlyEvents);
  await new LogFollower(old.events).readUntil(harness.clock, earlyEvents.length);
  const upgraded = await harness.open(cataloguePlan(2).projections);
  return { old, upgraded };
}

/** Appends each event to the stream of its book. */
export async function appendAll(
  { events }: StoreInstance,
  given: readonly EventEnvelope[],
): Promise<void> {
  for (const event of given) {
    const streamId = bookStream(String(event.data['book']));
    await events.append([{ streamId, expectedVersion: 'any', events: [event] }]);
  }
}

/** Holds an append of a program with version 1 of the projections. */
export async function holdOld(
  harness: EventStoreHarness,
  events: readonly EventEnvelope[],
): Promise<HeldAppend> {
  await harness.open(cataloguePlan(1).projections);
  const streamId = bookStream(String(events[0]?.data['book']));
  return harness.holdAppend({ streamId, expectedVersion: 'any', events });
}

/** Asserts that every row of the books and their fees is of this version. */
export async function assertEdition({ readModels }: StoreInstance, edition: number): Promise<void> {
  for (const model of [catalogueBooksModel, catalogueFeesModel]) {
    const rows = await readModels.scan(model, { limit: 1_000 });
    assert.ok(rows.length > 0, `${model.name} has rows`);
    for (const row of rows) assert.equal(row['edition'], edition, JSON.stringify(row));
  }
}

/** The versions of a store's projections, by name. */
export async function versionsIn({
  projections,
}: StoreInstance): Promise<Readonly<Record<string, number>>> {
  const states = await projections.states();
  return Object.fromEntries(states.map(({ name, version }) => [name, version]));
}
