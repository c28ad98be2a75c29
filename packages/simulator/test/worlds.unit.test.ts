import { couponWorld, shopWorld } from '@foldmart/simulator/shop';
import { simulate } from '@foldmart/simulator/vitest';
import { withoutLocks } from './mutants/broken-database.js';
import { libraryWorld } from './support/library-world.js';

simulate.test('the lending library keeps its promises', libraryWorld(), {
  seeds: 12,
  workMs: 10_000,
});

simulate.test('the shop keeps its promises', shopWorld(), { seeds: 4, workMs: 10_000 });

simulate.test('the coupon rush keeps its promises', couponWorld(), {
  seeds: 6,
  workMs: 10_000,
  checksRepeat: true,
});

simulate.test('nothing depends on leader locks', shopWorld({ behind: withoutLocks() }), {
  seeds: 2,
  workMs: 10_000,
});
