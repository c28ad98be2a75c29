import { NotFoundError, ValidationError } from '../../errors/index.js';
import {
  couponCampaignClosed,
  couponCampaignOpened,
  couponCampaignRefilled,
  couponCampaignReset,
  mostReleasedUsers,
  mostStock,
  type CampaignEvent,
} from './coupon-events.js';
import type { CouponRules, CouponState } from './coupon-state.js';

/** Opens a campaign. Times are in milliseconds since the epoch. */
export interface OpenCampaign {
  readonly type: 'open-campaign';
  readonly couponId: number;
  readonly stock: number;
  /** Default: at once. */
  readonly opensAtMs?: number;
  /** Default: open until it is closed. */
  readonly closesAtMs?: number;
  readonly rules?: Partial<CouponRules>;
}

/** Adds coupons to a campaign. */
export interface RefillCampaign {
  readonly type: 'refill-campaign';
  readonly couponId: number;
  /** Identifies this refill: a second one with the same id adds nothing. */
  readonly refillId: string;
  readonly quantity: number;
}

/** Ends a campaign. It cannot be opened again. */
export interface CloseCampaign {
  readonly type: 'close-campaign';
  readonly couponId: number;
}

/** Makes a campaign as it was at its opening, for a test run: nobody holds the coupon, and the stock is whole. */
export interface ResetCampaign {
  readonly type: 'reset-campaign';
  readonly couponId: number;
  /** Identifies this reset. */
  readonly resetId: string;
  /** All users who hold the coupon. */
  readonly holders: readonly number[];
}

export type CampaignCommand = OpenCampaign | RefillCampaign | CloseCampaign | ResetCampaign;

/**
 * The events of a command. A repeated opening on the same terms, refill or close gives no events. Throws
 * ValidationError if the command contradicts earlier events, and NotFoundError if the campaign was never opened.
 */
export function decideCampaign(
  command: CampaignCommand,
  state: CouponState | undefined,
  nowMs: number,
): readonly CampaignEvent[] {
  switch (command.type) {
    case 'open-campaign':
      return state === undefined ? open(command, nowMs) : openAgain(command, state);
    case 'refill-campaign':
      return refill(command, requireState(command, state));
    case 'close-campaign':
      return close(requireState(command, state));
    case 'reset-campaign':
      return reset(command, requireState(command, state));
  }
}

function open(command: OpenCampaign, nowMs: number): readonly CampaignEvent[] {
  const { couponId, stock, closesAtMs, rules } = command;
  const opensAtMs = command.opensAtMs ?? nowMs;
  if (closesAtMs !== undefined && closesAtMs <= opensAtMs) {
    throw invalid(couponId, 'closesAtMs', 'must be later than the opening');
  }
  return [
    {
      type: couponCampaignOpened.type,
      data: {
        coupon_id: couponId,
        stock,
        opens_at: opensAtMs,
        closes_at: closesAtMs ?? null,
        blocked_users: [...(rules?.blockedUsers ?? [])],
        minimum_grade: rules?.minimumGrade ?? null,
      },
    },
  ];
}

function openAgain(command: OpenCampaign, state: CouponState): readonly CampaignEvent[] {
  const { couponId, stock, opensAtMs, closesAtMs = null, rules } = command;
  const isSame =
    stock === state.initialStock &&
    (opensAtMs === undefined || opensAtMs === state.opensAtMs) &&
    closesAtMs === state.closesAtMs &&
    (rules?.minimumGrade ?? null) === state.rules.minimumGrade &&
    JSON.stringify(rules?.blockedUsers ?? []) === JSON.stringify(state.rules.blockedUsers);
  if (isSame && !state.isClosed) return [];
  const how = state.isClosed ? 'and closed for good' : 'on other terms';
  throw invalid(couponId, 'couponId', `was opened before, ${how}`);
}

function refill(command: RefillCampaign, state: CouponState): readonly CampaignEvent[] {
  const { couponId, refillId, quantity } = command;
  if (state.refillIds.includes(refillId)) return [];
  if (state.isClosed) throw invalid(couponId, 'couponId', 'is closed for good');
  if (state.stock + quantity > mostStock) {
    throw invalid(couponId, 'quantity', `would raise the stock above ${String(mostStock)}`);
  }
  const data = { coupon_id: couponId, refill_id: refillId, quantity };
  return [{ type: couponCampaignRefilled.type, data }];
}

function close(state: CouponState): readonly CampaignEvent[] {
  if (state.isClosed) return [];
  return [{ type: couponCampaignClosed.type, data: { coupon_id: state.couponId } }];
}

/** One event at least, unless the campaign is as at its opening already. */
function reset(command: ResetCampaign, state: CouponState): readonly CampaignEvent[] {
  const { couponId, resetId, holders } = command;
  if (state.isClosed) throw invalid(couponId, 'couponId', 'is closed for good');
  if (state.issued !== holders.length) {
    throw invalid(couponId, 'holders', `are ${String(holders.length)} of ${String(state.issued)}`);
  }
  const isAsOpened =
    state.stock === state.initialStock && Object.values(state.outcomes).every((n) => n === 0);
  if (isAsOpened) return [];
  const pieces = Math.max(1, Math.ceil(holders.length / mostReleasedUsers));
  return Array.from({ length: pieces }, (_, piece) => {
    const from = piece * mostReleasedUsers;
    const released_users = holders.slice(from, from + mostReleasedUsers);
    const data = { coupon_id: couponId, reset_id: resetId, released_users };
    return { type: couponCampaignReset.type, data };
  });
}

function requireState(command: CampaignCommand, state: CouponState | undefined): CouponState {
  if (state !== undefined) return state;
  throw new NotFoundError(`Coupon ${String(command.couponId)}`);
}

function invalid(couponId: number, path: string, message: string): ValidationError {
  return new ValidationError(`Coupon ${String(couponId)}: ${path} ${message}.`, [
    { path, message },
  ]);
}
