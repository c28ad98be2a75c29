import { catchUpProjection, isPortError } from '@foldmart/core';
import type { ShopRuntime } from '../create-shop.js';

const projectionName = 'spending';
const pageSize = 5_000;

/**
 * Projects the orders that the log holds now, so that no customer is graded by a part of their orders. Several
 * processes may do this beside the one that leads the projection: its checkpoint lets only one of them commit each
 * step. Returns false, and logs why, if the projection cannot make progress: it is parked, or its rows are of another
 * version and are rebuilt first.
 */
export async function bringSpendingUpToDate(
  shop: ShopRuntime,
  signal: AbortSignal,
): Promise<boolean> {
  const { events: store, projections } = await shop.database();
  const projection = shop.projections.find(({ name }) => name === projectionName);
  if (projection === undefined)
    throw new RangeError(`The shop has no projection ${projectionName}.`);
  try {
    const maxEvents = await store.count(await projections.checkpoint(projection));
    await catchUpProjection({ store, projections }, projection, { pageSize, maxEvents, signal });
    return true;
  } catch (error) {
    const isStandstill =
      isPortError(error) && (error.reason === 'rejected' || error.code === 'projection-version');
    if (!isStandstill) throw error;
    shop.logger.error('grades are not updated: what customers bought is not known', { error });
    return false;
  }
}
