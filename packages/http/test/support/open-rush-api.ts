import type { SettingTexts } from '@foldmart/composition';
import {
  createShop,
  loadShopSettings,
  openCouponRush,
  prepareCouponTopic,
  type CouponRush,
  type ShopRuntime,
} from '@foldmart/composition/shop';
import type { Logger } from '@foldmart/core';
import { createCouponApi, type CouponApiOptions, type CouponApp } from '@foldmart/http';

/** The API over a rush in memory, with the parts behind it. */
export interface RushApi {
  readonly app: CouponApp;
  readonly rush: CouponRush;
  readonly system: ShopRuntime;
  /** The number of messages in the queue, over all partitions. */
  queued(): Promise<number>;
  /** Decides all requests from now on. */
  startWorker(): Promise<void>;
  close(): Promise<void>;
}

export const adminToken = 'the-token-of-the-test';

/** Opens an API without a limit of calls, unless the options set one. */
export async function openRushApi(
  options: CouponApiOptions = {},
  settings: SettingTexts = {},
  replaced: { readonly logger?: Logger } = {},
): Promise<RushApi> {
  const environment = { LOG_LEVEL: 'silent', ...settings };
  const system = await createShop(loadShopSettings({ environment, envFile: null }));
  await prepareCouponTopic(system);
  const rush = await openCouponRush(system);
  const { ids, clock, logger } = system;
  const app = await createCouponApi(
    { ...rush, ids, clock, logger, ...replaced },
    { adminToken, callsPerSecond: 100_000, ...options },
  );
  const stopping = new AbortController();
  const workers: Promise<void>[] = [];
  return {
    app,
    rush,
    system,
    async queued() {
      const { COUPON_GROUP, COUPON_TOPIC } = system.settings.values;
      const partitions = await system.promptBus().admin.lag(COUPON_GROUP, COUPON_TOPIC);
      return partitions.reduce((sum, { lag }) => sum + lag, 0);
    },
    startWorker: () =>
      new Promise((resolve, reject) => {
        const worked = rush.work({
          member: `worker-${String(workers.length)}`,
          signal: stopping.signal,
          onJoined: resolve,
        });
        worked.catch(reject);
        workers.push(worked);
      }),
    async close() {
      stopping.abort();
      await Promise.all(workers);
      await app.close();
      await system.close();
    },
  };
}

/** Opens a campaign that accepts requests at once. */
export async function openCampaign({ rush }: RushApi, couponId: number, stock: number) {
  return rush.manage({ type: 'open-campaign', couponId, stock });
}
