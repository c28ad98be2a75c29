import { defineConfig } from '@foldmart/composition';
import { defineDecider, defineDomain } from '@foldmart/core';
import * as z from 'zod';

/** Its decider, its streams and its topic have the names of those of the counters. */
const counter = defineDecider({
  events: { read: z.object({ value: z.int() }) },
  initialState: 0,
  commands: { increment: (_state, value) => ({ type: 'read', data: { value } }) },
  evolve: { read: (_state, { value }) => value },
});

export default defineConfig({
  domain: defineDomain({ name: 'meters', defaultTopic: 'counters', deciders: { counter } }),
  commands: (command) => [
    command({
      name: 'count <id>',
      summary: 'note what a meter shows',
      run: async (app, { id }) => {
        await app.counter(id).increment(4711);
        return { total: await app.counter(id).state() };
      },
    }),
  ],
});
