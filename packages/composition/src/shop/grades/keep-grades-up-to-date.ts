import { createSubject } from '@foldmart/core';
import {
  leadGradeUpdate,
  runGradeUpdater,
  shopDeciders,
  shopStore,
  updateGrades,
  type GradeUpdate,
  type GradeUpdaterDependencies,
  type GradeUpdaterOptions,
} from '@foldmart/core/shop';
import type { ShopRuntime } from '../create-shop.js';
import { bringSpendingUpToDate } from './bring-spending-up-to-date.js';

/** How often grades are updated, and who is told. */
export type KeepGradesRequest = Pick<
  GradeUpdaterOptions,
  'signal' | 'startAfterMs' | 'onUpdate' | 'onStandBy'
> & {
  /** In milliseconds; default: the setting `GRADE_UPDATE_INTERVAL`. */
  readonly intervalMs?: number;
};

/** Updates the grades of all customers at every interval until the signal aborts; one of all processes does it. */
export async function keepGradesUpToDate(
  shop: ShopRuntime,
  request: KeepGradesRequest,
): Promise<void> {
  await shop.serveMetrics();
  const { intervalMs = shop.settings.values.GRADE_UPDATE_INTERVAL, ...options } = request;
  await runGradeUpdater(await updaterParts(shop), { ...options, intervalMs });
}

/** Updates the grades once: see {@link leadGradeUpdate}. */
export async function updateGradesOnce(
  shop: ShopRuntime,
  signal: AbortSignal,
): Promise<{ readonly isLeader: boolean; readonly update: GradeUpdate | undefined }> {
  return leadGradeUpdate(await updaterParts(shop), signal);
}

async function updaterParts(shop: ShopRuntime): Promise<GradeUpdaterDependencies> {
  const { locks } = await shop.database();
  return { ...shop, locks, update: (signal) => updateAll(shop, signal) };
}

async function updateAll(shop: ShopRuntime, signal: AbortSignal): Promise<GradeUpdate | undefined> {
  if (!(await bringSpendingUpToDate(shop, signal))) return undefined;
  const { module } = await shop.database();
  const { values } = shop.settings;
  return updateGrades(
    {
      spending: module(shopStore).spending,
      changeGrade: async (userId, change) =>
        (await userOf(shop, userId).changeGrade(change)).events.length > 0,
    },
    {
      nowMs: shop.clock.now(),
      thresholds: values.GRADE_THRESHOLDS,
      windowDays: values.GRADE_WINDOW_DAYS,
      timeOffset: values.WIRE_TIME_OFFSET,
      signal,
    },
  );
}

function userOf(shop: ShopRuntime, userId: string) {
  return createSubject({ name: 'user', decider: shopDeciders.user }, userId, async () => {
    const { events: store, snapshots } = await shop.database();
    return { ...shop, store, snapshots };
  });
}
