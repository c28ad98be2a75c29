import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp, surveyOutbox, surveyProjections } from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import pg from 'pg';
import { counter } from '../app/counter.js';
import { totalling } from '../app/totals.js';

const domain = defineDomain({ name: 'counters', deciders: { counter }, projections: [totalling] });
const patience = { timeout: 60_000 };

let schema: string;
let server: pg.Client;
beforeEach(async () => {
  schema = `status_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const { env } = process;
  server = new pg.Client({
    host: env['POSTGRES_HOST'],
    port: Number(env['POSTGRES_PORT']),
    user: env['POSTGRES_USER'],
    password: env['POSTGRES_PASSWORD'],
    database: env['POSTGRES_DB'],
  });
  await server.connect();
});
afterEach(async () => {
  await server.query('ROLLBACK');
  await server.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  await server.end();
});

const openApp = () =>
  createApp(domain, {
    QUEUE_TYPE: 'memory',
    CACHE_TYPE: 'memory',
    DB_TYPE: 'postgres',
    POSTGRES_SCHEMA: schema,
  });

describe('the status of an asynchronous projection', () => {
  it('counts the events that wait behind an open append, and names its process', async () => {
    const app = await openApp();
    const roles = await app.start({ roles: ['projections'] });
    await app.counter('c').increment(1);
    const totalsNow = async () => (await surveyProjections(app)).projections[0];
    await expect.poll(async () => (await totalsNow())?.condition, patience).toBe('current');
    const { rows } = await server.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await server.query('BEGIN');
    await server.query(`SELECT ${schema}.begin_append(), pg_current_xact_id()`);
    for (let nth = 0; nth < 60; nth += 1) await app.counter('c').increment(1);
    const { events: log } = await app.database();
    const { events } = await log.readStream('counter-c', { fromVersion: 2, limit: 1 });
    const survey = await surveyProjections(app);
    expect(survey).toMatchObject({
      projections: [
        {
          ...{ name: 'totals', condition: 'behind', behind: 60, hidden: 60 },
          behindSince: events[0]?.recordedAt,
          leader: { isValid: true, holder: expect.stringContaining(`/${process.pid}/`) as string },
        },
      ],
      blocker: { description: expect.stringContaining(`pid ${String(rows[0]?.pid)},`) as string },
    });
    expect(survey.blocker?.ageMs).toBeGreaterThan(0);
    expect(await surveyOutbox(app)).toMatchObject({ behind: 61, hidden: 60, leader: null });
    await server.query('COMMIT');
    await expect.poll(totalsNow, patience).toMatchObject({
      ...{ condition: 'current', behind: 0, hidden: 0, behindSince: null },
    });
    await roles.stop();
    expect(await totalsNow()).toMatchObject({ leader: { isValid: false } });
    await app.close();
  });
});
