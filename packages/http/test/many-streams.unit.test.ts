import { afterEach, expect, it } from 'vitest';
import { openCampaign, openRushApi, type RushApi } from './support/open-rush-api.js';

const isFull = process.env['FOLDMART_FULL'] === '1';
const clients = isFull ? 10_000 : 300;
const mostWaiting = Math.floor(clients / 3);

let api: RushApi;
afterEach(() => api.close());

it('streams beyond the limit end at once and ask to come back, and the others get the outcome', async () => {
  api = await openRushApi({ mostWaiting });
  await openCampaign(api, 1, 10);
  const issued = await api.app.inject({ method: 'POST', url: '/api/coupons/1/issue?userId=1' });
  const { links } = issued.json<{ readonly links: { readonly events: string } }>();
  let sentAway = 0;
  const streams = Array.from({ length: clients }, async () => {
    const { body } = await api.app.inject({ url: links.events });
    if (!body.includes('event: outcome')) sentAway += 1;
    return body;
  });
  await expect.poll(() => sentAway, { timeout: 20_000 }).toBe(clients - mostWaiting);
  await api.startWorker();
  const bodies = await Promise.all(streams);
  const away = bodies.filter((body) => !body.includes('event: outcome'));
  expect(away).toHaveLength(clients - mostWaiting);
  for (const body of away) {
    expect(body).toContain('event: waiting');
    expect(body).toContain('retry: 5000');
    expect(body.length).toBeLessThan(400);
  }
  const { body } = await api.app.inject({ url: links.events });
  expect(body).toContain('SUCCESS');
});
