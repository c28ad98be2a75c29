import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRushApi, type RushApi } from './support/open-rush-api.js';

let api: RushApi;

beforeAll(async () => {
  api = await openRushApi();
});
afterAll(() => api.close());

it('shows the API from its own files alone, without scripts or styles in the page', async () => {
  const page = await api.app.inject({ url: '/docs' });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.headers['content-security-policy']).toContain(
    "default-src 'none'; script-src 'self';",
  );
  expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)/);
  const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file);
  expect(files.length).toBeGreaterThan(4);
  for (const file of files) {
    const url = new URL(file, 'http://localhost/docs').pathname;
    expect(file, file).not.toMatch(/^(https?:)?\/\//);
    expect([url, (await api.app.inject({ url })).statusCode]).toEqual([url, 200]);
  }
  const { headers } = await api.app.inject({ url: '/api/coupons/1' });
  expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
});
