import * as z from 'zod';
import { defineDecider, defineDomain, ValidationError } from '@foldmart/core';

/** Counts; never below zero. */
export const counter = defineDecider({
  events: {
    incremented: z.object({ by: z.int() }),
    reset: { schema: z.object({ reason: z.string() }) },
  },
  initialState: 0,
  commands: {
    increment: (state, by: number) => {
      if (state + by < 0) throw new ValidationError('A counter is never below zero.');
      return { type: 'incremented', data: { by } };
    },
    clear: (state, _input: undefined, { id }) =>
      state === 0 ? undefined : { type: 'reset', data: { reason: `clear ${id}` } },
  },
  evolve: { incremented: (state, { by }) => state + by, reset: () => 0 },
});

/** Counters and nothing else. */
export const counters = defineDomain({ name: 'counters', deciders: { counter } });
