import { afterEach, beforeEach, expect, it } from 'vitest';
import { commandOf } from './support/domains.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';

let database: ShopOnServices;
beforeEach(() => {
  database = openDatabaseOnly();
});
afterEach(() => database.dispose());

it('a role whose handler hangs for ever is restarted once, and then ends its process with a reason', async () => {
  const stuck = commandOf('stuck', { ...database.settings, PROGRESS_TIMEOUT: '0.5' });
  await stuck.run('ring');
  const { code, stderr } = await stuck.run('start', '--roles', 'subscriptions');
  expect(code, stderr).toBe(3);
  expect(stderr).toMatch(
    /subscriptions: answering does not move: its handler of rung \S+ has not ended for \d+ s\. \(restart this process; /,
  );
  expect(stderr.match(/"msg":"work does not move"/g), stderr).toHaveLength(2);
});
