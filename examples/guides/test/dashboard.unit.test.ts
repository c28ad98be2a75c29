import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { createApp, defineConfig } from '@foldmart/composition';
import { defineDecider, defineDomain } from '@foldmart/core';
import { dashboard } from '@foldmart/dashboard';
import * as z from 'zod';

const counter = defineDecider({
  events: { incremented: z.object({ by: z.int() }) },
  initialState: 0,
  commands: { increment: (_state, by: number) => ({ type: 'incremented', data: { by } }) },
  evolve: { incremented: (state, { by }) => state + by },
});
const domain = defineDomain({ name: 'counters', deciders: { counter } });

describe('the live page of a domain', () => {
  it('is mounted in a server of its user, and closes with it', async () => {
    const app = await createApp(domain, { LOG_LEVEL: 'silent' });
    // #region mount
    const server = fastify();
    await server.register(dashboard(app), { prefix: '/ops' });
    // #endregion
    await app.counter('c1').increment(2);
    const { body } = await server.inject('/ops/api/streams?prefix=counter-');
    expect(JSON.parse(body)).toMatchObject({ streams: [{ streamId: 'counter-c1', version: 1 }] });
    await server.close();
    await app.close();
  });

  it('has the panels of the domain', async () => {
    // #region panels
    const config = defineConfig({
      domain,
      panels: (app) => [
        {
          name: 'first-counter',
          title: 'The first counter',
          read: async () => ({
            kind: 'bars',
            bars: [{ label: 'c1', value: await app.counter('c1').state() }],
          }),
        },
      ],
    });
    // #endregion
    const app = await createApp(domain, { LOG_LEVEL: 'silent' });
    await app.counter('c1').increment(2);
    const [panel] = config.panels?.(app) ?? [];
    expect(await panel?.read()).toMatchObject({ bars: [{ label: 'c1', value: 2 }] });
    await app.close();
  });
});
