import { defineConfig } from '@foldmart/composition';
import { defineDecider, defineDomain, defineSubscription } from '@foldmart/core';
import * as z from 'zod';

const bell = defineDecider({
  events: { rung: z.object({ times: z.int() }) },
  initialState: 0,
  commands: { ring: (state) => ({ type: 'rung', data: { times: state + 1 } }) },
  evolve: { rung: (_state, { times }) => times },
});

/** Answers a bell, and never comes back from the door. */
const answering = defineSubscription({
  name: 'answering',
  events: [bell.events.rung],
  handle: () => new Promise<void>(() => undefined),
});

export default defineConfig({
  domain: defineDomain({ name: 'stuck', deciders: { bell }, subscriptions: [answering] }),
  commands: (command) => [
    command({
      name: 'ring',
      summary: 'ring the bell',
      run: async (app) => {
        await app.bell('door').ring();
        return 'rung';
      },
    }),
  ],
});
