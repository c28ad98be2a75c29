import {
  defineDecider,
  defineDomain,
  defineProjection,
  defineReadModel,
  deleteRow,
  insertRow,
} from '@foldmart/core';
import { domainWorld, invariant, simulate, type Invariant } from '@foldmart/simulator';
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

const domain = defineDomain({ name: 'lamps', deciders: { lamp }, projections: [inline] });

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
  return simulate(world, { seeds: 40, workMs: 5_000, faults, shrinkRuns: 0 });
}

it('an invariant sees the states and the rows of one moment, also while an open transaction hides events', async () => {
  const { failure } = await simulateLamps(
    invariant('a lit lamp has one row', ({ states, rows }) => {
      const lit = [...states('lamp')].flatMap(([id, isLit]) => (isLit ? [id] : []));
      const shown = rows(litLamps).map((row) => row['lamp']);
      return shown.toSorted().join() === lit.toSorted().join();
    }),
    invariant('its events lead to its state', ({ states, events }) => {
      const presses = new Map<string, number>();
      for (const { data } of events) {
        const id = String(data['lamp']);
        presses.set(id, (presses.get(id) ?? 0) + 1);
      }
      return [...states('lamp')].every(([id, isLit]) => isLit === (presses.get(id) ?? 0) % 2 > 0);
    }),
  );
  expect(failure?.oracle).toBeUndefined();
});
