import type { CouponRush, ShopRuntime } from '@foldmart/composition/shop';
import { startCouponApi } from '../coupons/start-coupon-api.js';
import type { RushPlan } from './rush-plan.js';
import type { Stage } from './stage.js';

const unlimited = 1_000_000_000;

/** Starts APIs and workers in this process, which holds the queue. */
export async function openMemoryStage(
  system: ShopRuntime,
  rush: CouponRush,
  { apis, workers }: RushPlan,
): Promise<Stage> {
  const stopping = new AbortController();
  const listening = await Promise.all(
    numbers(apis).map(() => startCouponApi(system, rush, { port: 0, callsPerSecond: unlimited })),
  );
  const working = numbers(workers).map((number) =>
    rush.work({ member: `coupon_worker_${String(number)}`, signal: stopping.signal }),
  );
  return {
    addresses: listening.map(({ address }) => address),
    killWorker: () => Promise.reject(new Error('A worker in this process cannot be killed.')),
    failed: new Promise((_resolve, reject) => {
      for (const work of working) work.catch(reject);
    }),
    async stop() {
      stopping.abort();
      await Promise.all(working);
      await Promise.all(listening.map((api) => api.close()));
      return [];
    },
  };
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_value, index) => index + 1);
}
