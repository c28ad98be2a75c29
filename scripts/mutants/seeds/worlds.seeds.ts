import { simulate, type World } from '@foldmart/simulator';
import { couponWorld, shopWorld } from '@foldmart/simulator/shop';
import { inject, it } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The world that a mutant is tried in. */
    world: 'shop' | 'coupons';
  }
  interface TaskMeta {
    /** How many seeds were tried. */
    seeds?: number;
  }
}

const worlds: Readonly<Record<'shop' | 'coupons', () => World>> = {
  shop: shopWorld,
  coupons: couponWorld,
};

it('the promises of the world hold', async ({ task }) => {
  const { failure, seeds } = await simulate(worlds[inject('world')](), {
    seeds: Number(process.env['FOLDMART_MUTANT_SEEDS'] ?? 30),
    workMs: 10_000,
    shrinkRuns: 0,
  });
  task.meta.seeds = seeds;
  if (failure !== undefined) throw new Error(failure.oracle);
});
