import { createShop, seedShop, type Shop } from '@foldmart/composition/shop';
import { refreshCacheOnce } from '@foldmart/composition';
import type { ContenderConfig } from '../frame/row.js';
import { settingsFor } from '../measure/service-settings.js';

/** A shop with a catalogue in the contender's database, whose cache in Redis is full. */
export async function openFilledShop(
  config: ContenderConfig,
  catalogue: { readonly users: number; readonly products: number },
): Promise<Shop> {
  const services = { ...config.services, prefix: `${config.own}_` };
  const system = await createShop(settingsFor(services, config.own, { CACHE_TYPE: 'redis' }));
  await seedShop(system, catalogue);
  await refreshCacheOnce(system);
  return system;
}
