import { createShop } from '@foldmart/composition/shop';
import { administer } from '../measure/administer.js';
import { settingsFor, type BenchmarkServices } from '../measure/service-settings.js';
import { fillLog } from '../rebuild/fill-log.js';

/** Databases whose logs have events of a shop. */
export interface FilledShopLogs {
  readonly caughtUp: string;
  readonly behind: string;
}

/** Fills the log of a shop twice, apart from the processes that are measured: their memory counts. */
export async function fillShopLogs(
  services: BenchmarkServices,
  events: number,
): Promise<FilledShopLogs> {
  const [caughtUp, behind] = [`${services.prefix}log`, `${services.prefix}copy`];
  await fillShopLog(services, caughtUp, events);
  await administer(services, [`CREATE DATABASE ${behind} TEMPLATE ${caughtUp}`]);
  return { caughtUp, behind };
}

async function fillShopLog(
  services: BenchmarkServices,
  database: string,
  events: number,
): Promise<void> {
  await administer(services, [`CREATE DATABASE ${database}`]);
  const system = await createShop(settingsFor(services, database, { QUEUE_TYPE: 'memory' }));
  try {
    await fillLog(system, events, () => undefined);
  } finally {
    await system.close();
  }
}
