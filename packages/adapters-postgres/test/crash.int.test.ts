import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LeaderLockHarness, StoreInstance } from '@foldmart/conformance';
import { isPortError } from '@foldmart/core';
import { notedOn } from './support/noted-events.js';
import { postgresHarness } from './support/postgres-harness.js';

let harness: LeaderLockHarness;
let survivor: StoreInstance;

beforeEach(async () => {
  harness = await postgresHarness();
  survivor = await harness.open([]);
});

afterEach(() => harness.dispose());

it('a killed process leaves its locks and unfinished work to other processes', async () => {
  const { instance, crash } = await harness.openLeader(2_000);
  await instance.locks.tryAcquire('leader');
  expect(await survivor.locks.tryAcquire('leader')).toBeUndefined();
  const held = await harness.holdAppend(notedOn('s', 'held'));
  const waiting = instance.events
    .append([notedOn('s', 'waiting')])
    .catch((error: unknown) => error);
  await crash();
  await held.rollback();
  expect(isPortError(await waiting)).toBe(true);
  const isTaken = async () => (await survivor.locks.tryAcquire('leader')) !== undefined;
  await expect.poll(isTaken, { timeout: 30_000 }).toBe(true);
  expect(await survivor.events.readStream('s')).toMatchObject({ version: 0 });
});

it('a killed process does nothing more', async () => {
  const { instance, crash } = await harness.openProcess([]);
  await instance.events.append([notedOn('s', 'before')]);
  await crash();
  const late = await instance.events
    .append([notedOn('s', 'after')])
    .catch((error: unknown) => error);
  expect(isPortError(late)).toBe(true);
  expect(await survivor.events.readStream('s')).toMatchObject({ version: 1 });
});
