import type { StartRequest } from '@foldmart/composition';
import type { Shop, ShopSettings } from '@foldmart/composition/shop';
import type { ProcessContext, ProcessSpec, Running } from '../processes/process-spec.js';
import { openShop } from './open-shop.js';

/** `count` processes of the shop that run roles of the application. */
export function roleProcesses(
  kind: string,
  count: number,
  settings: ShopSettings,
  request: StartRequest,
): readonly ProcessSpec[] {
  return processes(kind, count, async (context) => {
    const shop = await openShop(context, settings);
    const roles = await shop.start(request);
    return { ended: roles.ended, stop: () => shop.close() };
  });
}

/** `count` processes of the shop that do work of their own. Once it is done, they stay and do nothing. */
export function workProcesses(
  kind: string,
  count: number,
  settings: ShopSettings,
  work: (shop: Shop, context: ProcessContext) => Promise<void>,
): readonly ProcessSpec[] {
  return processes(kind, count, async (context) => {
    const shop = await openShop(context, settings);
    const ended = work(shop, context).then(() => new Promise<never>(() => undefined));
    return { ended, stop: () => shop.close() };
  });
}

function processes(
  kind: string,
  count: number,
  start: (context: ProcessContext) => Promise<Running>,
): readonly ProcessSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${kind}-${String(index + 1)}`,
    kind,
    start,
  }));
}
