import {
  accumulateRow,
  defineDecider,
  defineDomain,
  defineProjection,
  defineReadModel,
  deleteRow,
  insertRow,
} from '@foldmart/core';
import { domainWorld, eventually, invariant, simulate, type Invariant } from '@foldmart/simulator';
import { expect, it } from 'vitest';
import { z } from 'zod';

const shape = z.object({ lamp: z.string() });

const lamp = defineDecider({
  events: { lit: shape, put_out: shape },
  initialState: false,
  commands: {
    press: (isLit: boolean, _input: undefined, { id }) => ({
      type: isLit ? 'put_out' : 'lit',
      data: { lamp: id },
    }),
  },
  evolve: { lit: () => true, put_out: () => false },
});

const litLamps = defineReadModel({
  name: 'lit_lamps',
  key: ['lamp'],
  columns: { lamp: 'text' },
});

const inline = defineProjection(Object.values(lamp.events), {
  name: 'lit-lamps',
  version: 1,
  mode: 'inline',
  models: [litLamps],
  on: {
    lit: ({ data }) => [insertRow(litLamps, data)],
    put_out: ({ data }) => [deleteRow(litLamps, data)],
  },
});

const presses = defineReadModel({
  name: 'presses',
  key: ['lamp'],
  columns: { lamp: 'text', count: 'integer' },
});

const asynchronous = defineProjection(Object.values(lamp.events), {
  name: 'presses',
  version: 1,
  mode: 'async',
  models: [presses],
  on: {
    lit: ({ data }) => [accumulateRow(presses, data, { add: { count: 1 } })],
    put_out: ({ data }) => [accumulateRow(presses, data, { add: { count: 1 } })],
  },
});

const domain = defineDomain({
  name: 'lamps',
  deciders: { lamp },
  projections: [inline, asynchronous],
});

type Own = { readonly lamp: typeof lamp };

/** Several lamps, and clients whose transactions stay open for long. */
function simulateLamps(...invariants: readonly Invariant<Own>[]) {
  const world = domainWorld<Own>({
    config: { domain },
    clients: 3,
    commands: (choose) => ({
      ...{ decider: 'lamp', id: choose.oneOf(['a', 'b', 'c']), type: 'press' },
      data: undefined,
    }),
    invariants: [...invariants],
  });
  const faults = { calls: { delay: 20, stall: 20 } };
  return simulate(world, { seeds: 100, workMs: 1_000, inspectEvery: 50, faults, shrinkRuns: 0 });
}

it('an invariant sees the states and the rows of one moment, also while an open transaction hides events', async () => {
  const { failure } = await simulateLamps(
    invariant('a lit lamp has one row', ({ states, rows }) => {
      const lit = [...states('lamp')].flatMap(([id, isLit]) => (isLit ? [id] : []));
      const shown = rows(litLamps).map((row) => row['lamp']);
      return shown.toSorted().join() === lit.toSorted().join();
    }),
    invariant('its events lead to its state', ({ states, events }) => {
      const counts = new Map<string, number>();
      for (const { data } of events) {
        const id = String(data['lamp']);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return [...states('lamp')].every(([id, isLit]) => isLit === (counts.get(id) ?? 0) % 2 > 0);
    }),
  );
  expect(failure?.oracle).toBeUndefined();
});

it('what must hold eventually is asked when followers see everything that is committed', async () => {
  const { failure } = await simulateLamps(
    eventually('each press is counted', ({ events, rows }) => {
      const counted = rows(presses).reduce((sum, row) => sum + Number(row['count']), 0);
      return counted === events.length || `${String(counted)} of ${String(events.length)}`;
    }),
  );
  expect(failure?.detail).toBeUndefined();
});
