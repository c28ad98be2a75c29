import { loadSettings, createApp } from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandOf } from './support/domains.js';
import type { ShopSettings } from './support/foldmart.js';
import {
  openDatabaseOnly,
  servicesSettings,
  type ShopOnServices,
} from './support/shop-on-services.js';

const prefixes = {
  counters: `e2e-one-${String(process.pid)}-`,
  meters: `e2e-two-${String(process.pid)}-`,
};

/** Their deciders, streams, topics and groups have the same names. */
describe.each(['redis', 'kafka'] as const)('two domains on one database and one %s', (queue) => {
  let database: ShopOnServices;
  beforeEach(() => {
    database = openDatabaseOnly();
  });
  afterEach(async () => {
    await deleteTopics({ ...servicesSettings(), QUEUE_TYPE: queue });
    await database.dispose();
  });

  const settingsOf = (name: keyof typeof prefixes): ShopSettings => ({
    ...database.settings,
    QUEUE_TYPE: queue,
    POSTGRES_SCHEMA: name,
    TOPIC_PREFIX: prefixes[name],
    CONSUMER_SESSION_TIMEOUT: '6',
    CONSUMER_HEARTBEAT_INTERVAL: '1',
  });

  it('run side by side, and neither sees the other', async () => {
    const counters = commandOf('counters', settingsOf('counters'));
    const meters = commandOf('meters', settingsOf('meters'));
    const both = [counters, meters];
    for (const domain of both) await domain.json('topics', 'create');
    const running = both.map((domain) => domain.start('start', '-o', 'json'));
    expect(await counters.json('count', 'c1', '--by', '2')).toEqual({ total: 2 });
    expect(await meters.json('count', 'c1')).toEqual({ total: 4_711 });
    await Promise.all(running.map((each) => each.shows('1 received, 0 persisted, 1 duplicates')));
    for (const each of running) each.kill('SIGTERM');
    for (const { code, stdout, stderr } of await Promise.all(
      running.map((each) => each.finished),
    )) {
      expect(code, stderr).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        relayed: 1,
        received: 1,
        appended: 0,
        duplicates: 1,
        deadLetters: 0,
      });
    }
    for (const [domain, state] of [
      [counters, 2],
      [meters, 4_711],
    ] as const) {
      expect(await domain.json('stream', 'show', 'counter-c1')).toMatchObject({
        version: 1,
        state,
      });
      expect(await domain.json('verify')).toMatchObject({ events: 1, unknownTables: [] });
    }
  });
});

async function deleteTopics(environment: ShopSettings): Promise<void> {
  const settings = loadSettings({ environment, envFile: null });
  const app = await createApp(defineDomain({ name: 'cleaning' }), settings);
  try {
    const names = Object.values(prefixes).map((prefix) => `${prefix}counters`);
    await app.bus().admin.deleteTopics(names);
  } finally {
    await app.close();
  }
}
