import { createApp } from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import { expect, it } from 'vitest';
import { serve } from './readme-example.js';

it('the example of the README serves the page below its prefix', async () => {
  const app = await createApp(defineDomain({ name: 'nothing' }), { LOG_LEVEL: 'silent' });
  const { server, address } = await serve(app, 0);
  const page = await fetch(`${address}/ops/`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>')]);
  await server.close();
  await app.close();
});
