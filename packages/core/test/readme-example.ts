import { createMemoryDatabase } from '@foldmart/adapters-memory';
import {
  createCommandHandler,
  createEventRegistry,
  defineEvent,
  type Decider,
  type EventOf,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { z } from 'zod';

const incremented = defineEvent({ type: 'incremented', schema: z.object({ by: z.int() }) });

const counter: Decider<number, number, EventOf<typeof incremented>> = {
  initialState: 0,
  decide: (by) => [{ type: 'incremented', data: { by } }],
  evolve: (count, { data }) => count + data.by,
};

const clock = new VirtualClock();
const increment = createCommandHandler(counter, {
  store: createMemoryDatabase({}, { clock, projections: [] }).events,
  registry: createEventRegistry([incremented]),
  clock,
  ids: { next: () => crypto.randomUUID() },
});

await increment('counter-1', 2);
export const { state, version } = await increment('counter-1', 3); // 5, 2
