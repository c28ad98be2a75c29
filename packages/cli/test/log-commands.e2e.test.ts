import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldmart, foldmartJson, startFoldmart } from './support/foldmart.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';

interface Verified {
  readonly events: number;
  readonly stateHash: string;
  readonly differences: readonly {
    readonly model: string;
    readonly key: unknown;
    readonly kind: string;
    readonly columns?: unknown;
  }[];
}

interface Listed {
  readonly streams: readonly { readonly streamId: string; readonly version: number }[];
}

describe('inspecting the log and the read models', () => {
  let shop: ShopOnServices;
  const json = (...args: string[]): Promise<unknown> => foldmartJson(args, shop.settings);
  beforeAll(async () => {
    shop = openDatabaseOnly();
    await json('seed', '--users', '50', '--products', '40');
  });
  afterAll(() => shop.dispose());

  it('lists streams page by page, and shows one at any moment', async () => {
    const first = (await json('stream', 'list', '--prefix', 'user-', '--limit', '30')) as Listed;
    const last = first.streams.at(-1)?.streamId ?? '';
    const second = (await json(
      ...['stream', 'list', '--prefix', 'user-', '--after', last, '--limit', '30'],
    )) as Listed;
    const ids = [...first.streams, ...second.streams].map(({ streamId }) => streamId);
    expect(new Set(ids).size).toBe(50);
    expect(ids).toEqual([...ids].sort());

    const [streamId = ''] = ids;
    expect(await json('stream', 'show', streamId)).toMatchObject({
      streamId,
      version: 1,
      state: { userId: streamId.replace('user-', '') },
      events: [{ type: 'user_created', streamVersion: 1 }],
    });
    expect(await json('stream', 'show', streamId, '--at', '0')).toMatchObject({
      version: 0,
      state: null,
      events: [],
    });
    const before = ['stream', 'show', streamId, '--at-time', '2020-01-01T00:00:00Z'];
    expect(await json(...before)).toMatchObject({ version: 0, events: [] });
  });

  it('reports a stream or a version that does not exist', async () => {
    const missing = await foldmart(['stream', 'show', 'user-nobody'], shop.settings);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('Stream user-nobody does not exist');
    const { streams } = (await json('stream', 'list', '--limit', '1')) as Listed;
    const [{ streamId } = { streamId: '' }] = streams;
    const beyond = await foldmart(['stream', 'show', streamId, '--at', '7'], shop.settings);
    expect(beyond.code).toBe(1);
    expect(beyond.stderr).toContain('version 1');
  });

  it('follows the log from its newest events', async () => {
    const tail = startFoldmart(
      ['events', 'tail', '--follow', '-n', '2', '-o', 'json'],
      shop.settings,
    );
    await tail.prints('_created');
    await json('coupon', 'open', '77', '--stock', '5');
    await tail.prints('coupon_campaign_opened');
    tail.kill('SIGTERM');
    const { code, stdout } = await tail.finished;
    expect(code).toBe(0);
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toHaveLength(3);
    expect(types.at(-1)).toBe('coupon_campaign_opened');
  });

  it('finds a row that was changed by hand, which a rebuild corrects', async () => {
    const well = (await json('verify')) as Verified;
    expect(well).toMatchObject({ differences: [] });
    await shop.query(
      "UPDATE users SET region = 'Atlantis' WHERE user_id = (SELECT min(user_id) FROM users)",
    );
    await shop.query(
      'DELETE FROM products WHERE product_id = (SELECT min(product_id) FROM products)',
    );
    const ill = (await foldmartJson(['verify'], shop.settings, 1)) as Verified;
    expect(ill).toMatchObject({ events: well.events, stateHash: well.stateHash });
    expect(ill.differences.map(({ model, kind }) => ({ model, kind }))).toEqual(
      expect.arrayContaining([
        { model: 'users', kind: 'different' },
        { model: 'products', kind: 'missing' },
      ]),
    );
    expect(ill.differences).toHaveLength(2);
    const told = await foldmart(['verify'], shop.settings);
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('region is "Atlantis", not');

    await shop.query("UPDATE users SET last_cached_at = '2026-02-03T14:30:00Z'");
    expect(await json('projections', 'rebuild', 'users')).toMatchObject({
      rebuilds: [{ id: 'activity+products+users', outcome: 'done' }],
    });
    const { events, stateHash } = well;
    expect(await json('verify')).toMatchObject({ events, stateHash, differences: [] });
    expect(
      await shop.query('SELECT count(*)::int FROM users WHERE last_cached_at IS NOT NULL'),
    ).toEqual([{ count: 50 }]);
  });

  it('finds a row of the coupon ledger without an event, which no rebuild would correct', async () => {
    const byHand = "('nobody', 1, 1, 'SUCCESS', NULL, 1, 0, 0)";
    await shop.query(`INSERT INTO coupon_outcomes VALUES ${byHand}`);
    const told = await foldmart(['verify'], shop.settings);
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('coupon_outcomes {"request_id":"nobody"}: no event makes this');
    expect(told.stdout).toContain('stop the coupon workers');
    expect(told.stdout).not.toContain('projections rebuild');
    await shop.query("DELETE FROM coupon_outcomes WHERE request_id = 'nobody'");
  });

  it('shows the state of the projections', async () => {
    expect(await json('projections', 'rebuild', '--all')).toMatchObject({
      rebuilds: Array(4).fill({ outcome: 'done' }),
    });
    const { projections } = (await json('projections', 'status')) as {
      projections: readonly { name: string; condition: string; behind: number }[];
    };
    expect(projections.map(({ name }) => name).sort()).toEqual([
      'activity',
      'orders',
      'products',
      'sales',
      'spending',
      'users',
    ]);
    expect(projections.every(({ condition }) => condition === 'current')).toBe(true);
    const unknown = await foldmart(['projections', 'rebuild', 'nonsense'], shop.settings);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('activity, orders, products, sales, spending, users');
  });
});
