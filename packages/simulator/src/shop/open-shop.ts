import { memoryShop } from '@foldmart/adapters-memory/shop';
import { createApp, loadConfiguredSettings, type SettingTexts } from '@foldmart/composition';
import { shopConfig, type Shop, type ShopSettings } from '@foldmart/composition/shop';
import { shopDomain } from '@foldmart/core/shop';
import type { ProcessContext } from '../processes/process-spec.js';
import {
  simulatedAdapters,
  simulatedNames,
  simulatedSettings,
} from '../processes/simulated-adapters.js';

/** Settings that make a small shop busy: short intervals, few rows, and batches of a few messages. */
const busySettings: SettingTexts = {
  ...simulatedSettings,
  CONSUMER_BATCH_SIZE: '3',
  CONSUMER_SESSION_TIMEOUT: '6',
  CONSUMER_HEARTBEAT_INTERVAL: '2',
  CACHE_REFRESH_INTERVAL: '1',
  CACHE_BATCH_SIZE: '3',
  COUPON_BATCH_SIZE: '4',
};

/** The settings of all processes of a simulated shop. */
export function shopSettings(): ShopSettings {
  return loadConfiguredSettings(
    { ...shopConfig, adapters: simulatedNames },
    { overrides: busySettings, environment: {}, envFile: null },
  );
}

const domain = shopDomain();

/** Opens the shop in a simulated process, as `createShop` does in a real one. */
export async function openShop(context: ProcessContext, settings: ShopSettings): Promise<Shop> {
  const { clock, random, ids, logger, connection } = context;
  return createApp(domain, settings, {
    clock,
    random,
    ids,
    logger,
    adapters: simulatedAdapters(connection),
    modules: { simulated: async () => [memoryShop] },
  });
}
