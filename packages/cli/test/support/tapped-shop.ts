import { afterEach, beforeEach } from 'vitest';
import { foldmartJson, type Running } from './foldmart.js';
import { openShop, type ShopOnServices } from './shop-on-services.js';
import { tapBrokers, type TappedBrokers } from './tapped-brokers.js';

/** A shop on Kafka whose topics exist, and a tap before its brokers. */
export interface TappedShop {
  readonly shop: ShopOnServices;
  readonly tap: TappedBrokers;
}

/** Opens a shop for each test, and closes it after the test has killed what `running` names. */
export function useTappedShop(running: () => readonly (Running | undefined)[]): TappedShop {
  let shop: ShopOnServices;
  let tap: TappedBrokers;
  beforeEach(async () => {
    shop = await openShop('kafka');
    tap = await tapBrokers(shop.settings['KAFKA_BOOTSTRAP_SERVERS'] ?? '');
    await foldmartJson(['topics', 'create'], shop.settings);
  });
  afterEach(async () => {
    for (const process of running()) process?.kill('SIGKILL');
    for (const process of running()) await process?.finished;
    await tap.close();
    await shop.dispose();
  });
  return {
    get shop() {
      return shop;
    },
    get tap() {
      return tap;
    },
  };
}
