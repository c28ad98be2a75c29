// #region counter
import { createApp } from '@foldmart/composition';
import { defineDecider, defineDomain } from '@foldmart/core';
import * as z from 'zod';

const counter = defineDecider({
  events: { incremented: z.object({ by: z.int() }) },
  initialState: 0,
  commands: { increment: (_state, by: number) => ({ type: 'incremented', data: { by } }) },
  evolve: { incremented: (state, { by }) => state + by },
});
const app = await createApp(defineDomain({ name: 'counters', deciders: { counter } }));
await app.counter('c1').increment(2);
console.log(await app.counter('c1').state());
await app.close();
// #endregion
