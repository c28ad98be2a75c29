import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';
import { createApp, type App } from '@foldmart/composition';
import { defineDecider, defineDomain, defineSubscription } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { counter } from './counter.js';
import { inMemory } from './in-memory.js';
import { totalling, totals } from './totals.js';

const echo = defineDecider({
  events: { echoed: z.object({ by: z.int() }) },
  initialState: 0,
  commands: { note: (_state, by: number) => ({ type: 'echoed', data: { by } }) },
  evolve: { echoed: (_state, { by }) => by },
});

const echoing = defineSubscription({
  name: 'echo',
  events: [counter.events.incremented],
  handle: async ({ data }, { commands }) => {
    await commands(echo, 'all').note(data.by);
  },
});

const domain = defineDomain({
  name: 'counters',
  deciders: { counter, echo },
  projections: [totalling],
  subscriptions: [echoing],
});

/** More turns of the event loop than any step takes. */
const longestTurns = 2_000;

let app: App<typeof domain.deciders>;

afterEach(() => app.close());

async function reached(isReached: () => Promise<boolean>): Promise<boolean> {
  for (let nth = 0; nth < longestTurns; nth += 1) {
    if (await isReached()) return true;
    await turn();
  }
  return false;
}

it('followers of the process that appends see an event at once, and not at their next poll', async () => {
  const clock = new VirtualClock();
  app = await createApp(domain, inMemory, { clock });
  await app.start({ roles: ['projections', 'subscriptions'] });
  for (const by of [1, 2, 3]) {
    await app.counter('c').increment(by);
    expect(await reached(async () => (await app.echo('all').state()) === by)).toBe(true);
    const total = (by * (by + 1)) / 2;
    const isTotal = async (): Promise<boolean> =>
      (await app.rows.get(totals, { name: 'all' }))?.['total'] === total;
    expect(await reached(isTotal)).toBe(true);
  }
  expect(clock.monotonic()).toBe(0);
});
