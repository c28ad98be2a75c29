import * as z from 'zod';
import { defineDecider } from '@foldmart/core';

/** Counts. */
export const counter = defineDecider({
  events: { incremented: z.object({ by: z.int() }) },
  initialState: 0,
  commands: { increment: (_state, by: number) => ({ type: 'incremented', data: { by } }) },
  evolve: { incremented: (state, { by }) => state + by },
});
