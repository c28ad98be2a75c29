import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp, isVerified, surveyProjections, verify } from '@foldmart/composition';
import { defineDomain, type Projection } from '@foldmart/core';
import pg from 'pg';
import { counter } from '../app/counter.js';

const totals: Projection = {
  name: 'totals',
  version: 1,
  mode: 'async',
  models: [{ name: 'totals', key: ['name'], columns: { name: 'text', total: 'integer' } }],
  handles: ['incremented'],
  project: ({ data }) => [
    { op: 'accumulate', model: 'totals', key: { name: 'all' }, add: { total: data['by'] } },
  ],
};

const plain = defineDomain({ name: 'counters', deciders: { counter } });
const totalled = defineDomain({ name: 'counters', deciders: { counter }, projections: [totals] });

let schema: string;
beforeEach(() => {
  schema = `unknown_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
});
afterEach(async () => {
  const { env } = process;
  const client = new pg.Client({
    host: env['POSTGRES_HOST'],
    port: Number(env['POSTGRES_PORT']),
    user: env['POSTGRES_USER'],
    password: env['POSTGRES_PASSWORD'],
    database: env['POSTGRES_DB'],
  });
  await client.connect();
  await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  await client.end();
});

const settings = () => ({
  QUEUE_TYPE: 'memory',
  CACHE_TYPE: 'memory',
  DB_TYPE: 'postgres',
  POSTGRES_SCHEMA: schema,
});

describe('a database that another program has opened', () => {
  it('has projections that this one lacks, or lacks some of this one', async () => {
    const before = await createApp(plain, settings());
    await before.counter('c').increment(2);
    const reader = await createApp(totalled, settings());
    expect((await surveyProjections(reader)).projections).toMatchObject([
      { name: 'totals', condition: 'new', liveVersion: null, behind: 1 },
    ]);
    await reader.database();
    const found = await verify(before);
    expect(found).toMatchObject({
      unknownProjections: [{ name: 'totals', version: 1, mode: 'async' }],
      unknownTables: ['totals'],
    });
    expect(isVerified(found)).toBe(false);
    expect(isVerified(await verify(reader))).toBe(true);
    await Promise.all([before.close(), reader.close()]);
  });
});
