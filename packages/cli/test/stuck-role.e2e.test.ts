import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandOf } from './support/domains.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';

const patience = { timeout: 60_000, interval: 200 };

let database: ShopOnServices;
beforeEach(() => {
  database = openDatabaseOnly();
});
afterEach(() => database.dispose());

describe('a role whose handler hangs for ever', () => {
  it('is named by doctor while its process runs', async () => {
    const settings = { ...database.settings, LEADER_LEASE: '1' };
    await commandOf('stuck', settings).run('ring');
    const unwatched = commandOf('stuck', { ...settings, PROGRESS_TIMEOUT: '0' });
    const running = unwatched.start('start', '--roles', 'subscriptions');
    const doctor = commandOf('stuck', { ...settings, PROGRESS_TIMEOUT: '1' });
    try {
      await expect
        .poll(async () => (await doctor.run('doctor')).stdout, patience)
        .toMatch(
          /FAIL progress: subscription answering does not move: 1 event waits, for \d+ s, led by .*restart the process/,
        );
    } finally {
      running.kill('SIGKILL');
      await running.finished;
    }
  });

  it('is restarted once, and then ends its process with a reason', async () => {
    const stuck = commandOf('stuck', { ...database.settings, PROGRESS_TIMEOUT: '0.5' });
    await stuck.run('ring');
    const { code, stderr } = await stuck.run('start', '--roles', 'subscriptions');
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(
      /subscriptions: answering does not move: its handler of rung \S+ has not ended for \d+ s\. \(restart this process; /,
    );
    expect(stderr.match(/"msg":"work does not move"/g), stderr).toHaveLength(2);
  });
});
