import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isRetryableError, planRebuilds, type Projection } from '@foldmart/core';
import { shopProjections, userKind } from '@foldmart/core/shop';
import {
  createMemoryDatabase,
  MemoryDatabase,
  type BeforeCommit,
  type MemoryDatabaseInstance,
} from '@foldmart/adapters-memory';
import { memoryShop } from '@foldmart/adapters-memory/shop';
import { VirtualClock } from '@foldmart/core/testing';
import { tallies, tallyProjections } from './support/tallies.js';

let clock: VirtualClock;
let open: (
  projections: readonly Projection[],
  beforeCommit?: BeforeCommit,
) => MemoryDatabaseInstance;

beforeEach(() => {
  clock = new VirtualClock();
  const database = new MemoryDatabase({ clock });
  open = (projections, beforeCommit) => {
    const hook = beforeCommit === undefined ? {} : { beforeCommit };
    const modules = [memoryShop];
    return createMemoryDatabase({}, { clock, projections, modules, database, ...hook });
  };
});

/** Appends a number of events to one stream. */
async function append({ events }: MemoryDatabaseInstance, name: string, count = 1): Promise<void> {
  const added = Array.from({ length: count }, (_, nth) => ({
    id: `${name}-${nth}`,
    type: tallies,
    data: { stream: 1 },
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  }));
  await events.append([{ streamId: 'stream', expectedVersion: 'any', events: added }]);
}

function planOf(projections: readonly Projection[], name: string) {
  const plan = planRebuilds(projections).find((each) =>
    each.projections.some((projection) => projection.name === name),
  );
  if (plan === undefined) throw new Error(`no plan has ${name}`);
  return plan;
}

const upgraded = (projections: readonly Projection[]): readonly Projection[] =>
  projections.map((projection) => ({ ...projection, version: projection.version + 1 }));

describe('rebuilds in memory', () => {
  it('are refused to a program that a newer one has overtaken', async () => {
    const old = open(tallyProjections(1));
    await clock.drive(append(old, 'first'));
    const newer = open(tallyProjections(2));
    const plan = planOf(tallyProjections(2), 'tallies');
    await clock.drive(newer.rebuilds.begin(plan));
    expect(await clock.drive(newer.rebuilds.finish(plan, undefined))).toBe('done');
    await expect(
      clock.drive(old.rebuilds.begin(planOf(tallyProjections(1), 'tallies'))),
    ).rejects.toMatchObject({ code: 'projection-version', isRetryable: false });
    expect(() => open(tallyProjections(1))).toThrow('newer than version 1');
  });

  it('fold at most 5,000 events while appends wait', async () => {
    const instance = open(tallyProjections(1));
    await clock.drive(append(instance, 'some', 5_000));
    const plan = planOf(tallyProjections(1), 'tallies');
    await clock.drive(instance.rebuilds.begin(plan));
    const holder = open(tallyProjections(1), () => clock.sleep(100));
    const one = append(holder, 'one-more');
    const finished = instance.rebuilds.finish(plan, undefined);
    const [answer] = await clock.drive(Promise.all([finished, one]));
    expect(answer).toBe('behind');
    const { next, events } = await clock.drive(instance.events.readAll({ limit: 1 }));
    const to = next ?? '';
    const step = { plan, from: undefined, to, events: events.length, writes: [] };
    expect(await clock.drive(instance.rebuilds.advance(step))).toBe(true);
    expect(await clock.drive(instance.rebuilds.finish(plan, to))).toBe('done');
    const row = await clock.drive(
      instance.readModels.get(plan.projections[0]!.models[0]!, { stream: 1 }),
    );
    expect(row?.['events']).toBe(5_000);
  });

  it('wait for a turn of the cache, keep its marks, and time out if it does not end', async () => {
    const shop = open(shopProjections());
    const user = { user_id: 'u_1', name: 'Kim', created_at: '2026-02-03T14:30:00' };
    const registered = {
      id: 'u_1',
      type: 'user_created',
      data: user,
      schemaVersion: 1,
      time: '2026-02-03T14:30:00Z',
      origin: 'command',
    };
    const appended = [{ streamId: 'user-u_1', expectedVersion: 0, events: [registered] }];
    await clock.drive(shop.events.append(appended));
    const plan = planOf(shopProjections(), 'users');
    await clock.drive(shop.rebuilds.begin(plan));
    const slow = open(shopProjections(), () => clock.sleep(400));
    const marked = slow.repository.markCached(userKind, ['u_1']);
    await clock.advance(1);
    const error: unknown = await clock.drive(
      shop.rebuilds.finish(plan, undefined).catch((thrown: unknown) => thrown),
    );
    expect(isRetryableError(error)).toBe(true);
    const finished = shop.rebuilds.finish(plan, undefined);
    await clock.drive(Promise.all([marked, finished]));
    expect(await finished).toBe('done');
    const cached = await clock.drive(shop.repository.candidates(userKind, 'longest-cached', 10));
    expect(cached.map(({ id }) => id)).toEqual(['u_1']);
  });

  it('are discarded when a rebuild of another plan with one of their models begins or finishes', async () => {
    const [inline, following] = tallyProjections(1);
    const instance = open([inline, following]);
    const both = planOf([inline, following], 'tallies');
    const alone = planOf([inline], 'tallies');
    await clock.drive(instance.rebuilds.begin(alone));
    await clock.drive(instance.rebuilds.begin(both));
    const listed = await clock.drive(instance.rebuilds.list());
    expect(listed.map(({ id }) => id)).toEqual([both.id]);
    expect(await clock.drive(instance.rebuilds.finish(alone, undefined))).toBe('overtaken');
  });
});

describe('a program that opens', () => {
  it('decides about no coupon if its inline projections are not those of the database', async () => {
    const [inline] = tallyProjections(1);
    await clock.drive(append(open([inline]), 'first'));
    const { deadLetters, module } = open([]);
    const { coupons } = module(memoryShop);
    const decide = vi.fn(() => ({ events: [], decisions: [], deadLetters: [] }));
    const scope = { requestIds: ['r-1'], userIds: [1] };
    const attempts = [() => coupons.settle(1, scope, decide), () => coupons.change(1, () => [])];
    for (const attempt of attempts) {
      await expect(clock.drive<unknown>(attempt())).rejects.toMatchObject({
        port: 'coupon-ledger',
        reason: 'unavailable',
        code: 'projection-version',
        isRetryable: true,
        hint: 'upgrade this program, or run foldmart projections retire tallies',
      });
    }
    expect(decide).not.toHaveBeenCalled();
    expect(await clock.drive(deadLetters.list())).toEqual([]);
  });

  it('counts events of a running append as missed', async () => {
    const writer = open([], () => clock.sleep(50));
    const held = append(writer, 'held');
    await clock.advance(1);
    const [inline] = tallyProjections(1);
    const newcomer = open([inline]);
    await clock.drive(held);
    const states = await clock.drive(newcomer.projections.states());
    expect(states).toMatchObject([{ name: 'tallies', version: 0 }]);
    const plan = planOf([inline], 'tallies');
    await clock.drive(newcomer.rebuilds.begin(plan));
    expect(await clock.drive(newcomer.rebuilds.finish(plan, undefined))).toBe('done');
    await clock.drive(append(newcomer, 'next'));
    const row = await clock.drive(newcomer.readModels.get(inline.models[0]!, { stream: 1 }));
    expect(row?.['events']).toBe(2);
  });

  it('finds columns of another version until it has rebuilt the rows, but not at the same version', async () => {
    const [inline] = tallyProjections(1);
    await clock.drive(append(open([inline]), 'first'));
    const model = {
      ...inline.models[0]!,
      columns: { stream: 'integer', named: 'text' },
    } as const;
    const changed = { ...inline, models: [model] };
    expect(() => open([changed])).toThrow('defined in two ways');
    const [next] = upgraded([changed]);
    const upgradedInstance = open([next!]);
    const row = await clock.drive(upgradedInstance.readModels.get(model, { stream: 1 }));
    expect(row).toMatchObject({ stream: 1, events: 1, made_by_1: 1 });
  });
});
