import { expect } from 'vitest';
import type { DeliveredMessage } from '@foldmart/core';
import type { CouponLedger, OutcomeCounts } from '@foldmart/core/shop';
import { eventually } from './eventually.js';

interface WireRequest {
  readonly data: {
    readonly event_id: string;
    readonly user_id: number;
    readonly coupon_id: number;
  };
}

/** Waits until every one of these requests has an outcome. */
export async function allDecided(
  ledger: CouponLedger,
  requestIds: readonly string[],
): Promise<void> {
  let decided = 0;
  await eventually(
    async () => {
      decided = (await ledger.outcomes(requestIds)).size;
      return decided === new Set(requestIds).size;
    },
    () => `${decided} of ${requestIds.length} requests decided`,
  );
}

/**
 * Works out from the raw messages of one partition how its requests for one coupon end, as if one after
 * another, and compares that with what the ledger says.
 */
export async function expectFirstComeFirstServed(
  ledger: CouponLedger,
  messages: readonly DeliveredMessage[],
  stock: number,
): Promise<void> {
  const outcomes = new Map<string, string>();
  const holders = new Set<number>();
  for (const { data } of messages.map(toRequest)) {
    if (outcomes.has(data.event_id)) continue;
    const isDuplicate = holders.has(data.user_id);
    const isLate = holders.size >= stock;
    if (!isDuplicate && !isLate) holders.add(data.user_id);
    const refusal = isDuplicate ? 'DUPLICATE_REQUEST' : 'OUT_OF_STOCK';
    outcomes.set(data.event_id, isDuplicate || isLate ? refusal : 'SUCCESS');
  }
  const decided = await ledger.outcomes([...outcomes.keys()]);
  const actual = new Map([...decided].map(([id, { outcome }]) => [id, outcome]));
  expect(actual).toEqual(outcomes);
  const found = await ledger.holders(1, { limit: stock + 10 });
  expect(found.map(({ userId }) => userId)).toEqual([...holders]);
}

/** How often each outcome has been given, as the ledger counts. */
export async function countsOf(ledger: CouponLedger, couponId = 1): Promise<OutcomeCounts> {
  const status = await ledger.status(couponId);
  if (status === undefined) throw new Error(`coupon ${couponId} is not there`);
  return status.state.outcomes;
}

function toRequest({ value }: DeliveredMessage): WireRequest {
  return JSON.parse(new TextDecoder().decode(value ?? new Uint8Array())) as WireRequest;
}
