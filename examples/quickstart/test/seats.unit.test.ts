import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { identityIdOf, requireDefinition } from '@foldmart/core';
import { specFor } from '@foldmart/core/testing';
import { occupancy, registry, seats } from '../src/seats.js';

const seat = { show: 'hamlet', seat: 'A1' };
const context = { id: 'hamlet', now: '2026-02-03T14:30:00.000Z' };
const taken = { type: 'seat_taken', data: { ...seat, guest: 'Ophelia' } } as const;
const returned = { type: 'seat_returned', data: seat } as const;

it('refuses a seat that is taken', () => {
  specFor(seats)
    .given([taken])
    .when({ type: 'take', data: { seat: 'A1', guest: 'Horatio' }, context })
    .thenFails("Seat A1 is Ophelia's.");
});

it('lets a seat that was returned be taken again', () => {
  specFor(seats)
    .given([taken, returned])
    .when({ type: 'take', data: { seat: 'A1', guest: 'Ophelia' }, context })
    .then([taken]);
});

it('makes no event the repeat of an earlier one, though a guest takes the same seat again', () => {
  const ids = [taken, returned, taken, returned].flatMap(
    ({ type, data }) => identityIdOf(requireDefinition(registry, type), data) ?? [],
  );
  expect(new Set(ids).size).toBe(ids.length);
});

it('counts the seats that are taken', () => {
  specFor(occupancy)
    .given([taken, returned, taken])
    .then({ occupancy: [{ show: 'hamlet', taken: 1 }] });
});

it('shows a counter application in at most 15 lines', () => {
  const source = readFileSync(new URL('../src/main.ts', import.meta.url), 'utf8');
  const lines = source.split('\n').filter((line) => line !== '' && !line.startsWith('//'));
  expect(lines.length).toBeLessThanOrEqual(15);
});
