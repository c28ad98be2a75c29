import { couponWorld } from '@foldmart/simulator/shop';
import { simulate } from '@foldmart/simulator/vitest';

simulate.test('the coupon rush keeps its promises', couponWorld(), { seeds: 100, workMs: 10_000 });

simulate.test('the coupon rush is the same for the same seed', couponWorld(), {
  firstSeed: 101,
  seeds: 10,
  workMs: 10_000,
  checksRepeat: true,
});
