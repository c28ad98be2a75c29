import {
  createCommandHandler,
  createEventRegistry,
  defineDecider,
  type EventStore,
} from '@foldmart/core';
import { systemClock, systemIds } from '@foldmart/node';
import * as z from 'zod';

const counter = defineDecider({
  events: { incremented: z.object({ by: z.int() }) },
  initialState: 0,
  commands: { increment: (_state, by: number) => ({ type: 'incremented', data: { by } }) },
  evolve: { incremented: (state, { by }) => state + by },
});

/** The example of the README. */
export async function incrementIn(store: EventStore): Promise<void> {
  const registry = createEventRegistry(Object.values(counter.events));
  const parts = { store, registry, clock: systemClock, ids: systemIds };
  const handle = createCommandHandler(counter, parts);
  await handle('counter-1', { type: 'increment', data: 2 });
}
