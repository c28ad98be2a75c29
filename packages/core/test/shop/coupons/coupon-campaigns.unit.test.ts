import { describe, expect, it } from 'vitest';
import { isNotFoundError, isValidationError } from '@foldmart/core';
import {
  campaignPhase,
  decideCampaign,
  evolveCoupon,
  mostStock,
  reachesGrade,
  remainingStock,
  type CampaignCommand,
  type CouponState,
} from '@foldmart/core/shop';

const nowMs = 1_000;

function after(commands: readonly CampaignCommand[]): CouponState {
  const state = commands.reduce<CouponState | undefined>(
    (current, command) => decideCampaign(command, current, nowMs).reduce(evolveCoupon, current),
    undefined,
  );
  if (state === undefined) throw new Error('no campaign was opened');
  return state;
}

function refusalOf(command: CampaignCommand, state: CouponState | undefined): unknown {
  try {
    decideCampaign(command, state, nowMs);
  } catch (error) {
    return error;
  }
  throw new Error(`${command.type} was not refused`);
}

const open: CampaignCommand = { type: 'open-campaign', couponId: 1, stock: 3 };
const close: CampaignCommand = { type: 'close-campaign', couponId: 1 };

function refill(refillId: string, quantity = 2): CampaignCommand {
  return { type: 'refill-campaign', couponId: 1, refillId, quantity };
}

describe('a campaign', () => {
  it('is open from its opening until before its end', () => {
    const state = after([{ ...open, opensAtMs: 10, closesAtMs: 20 }]);
    const phases = [9, 10, 19, 20].map((time) => campaignPhase(state, time));
    expect(phases).toEqual(['scheduled', 'open', 'open', 'closed']);
    expect(campaignPhase(after([open, close]), nowMs)).toBe('closed');
  });

  it('grows by every refill, by each of them once', () => {
    const state = after([open, refill('a'), refill('b', 5), refill('a')]);
    expect(remainingStock(state)).toBe(10);
    expect(state.initialStock).toBe(3);
  });

  it('takes a repeated command for done, whatever has happened since', () => {
    const state = after([open, refill('a'), close]);
    expect(decideCampaign(refill('a'), state, nowMs)).toEqual([]);
    expect(decideCampaign(close, state, nowMs)).toEqual([]);
    expect(decideCampaign(open, after([open, refill('a')]), nowMs + 5)).toEqual([]);
  });

  it('refuses what contradicts its past', () => {
    const closed = after([open, close]);
    expect(refusalOf(open, closed)).toSatisfy(isValidationError);
    expect(refusalOf(refill('late'), closed)).toSatisfy(isValidationError);
    expect(refusalOf({ ...open, stock: 4 }, after([open]))).toSatisfy(isValidationError);
    expect(refusalOf({ ...open, opensAtMs: 5, closesAtMs: 5 }, undefined)).toSatisfy(
      isValidationError,
    );
    expect(refusalOf(refill('much', mostStock), after([open]))).toSatisfy(isValidationError);
    expect(refusalOf(refill('a'), undefined)).toSatisfy(isNotFoundError);
    expect(refusalOf(close, undefined)).toSatisfy(isNotFoundError);
  });
});

describe('a grade', () => {
  it.each([
    ['GOLD', 'GOLD', true],
    ['VIP', 'GOLD', true],
    ['SILVER', 'GOLD', false],
    ['PLATINUM', 'BRONZE', false],
    [undefined, 'BRONZE', false],
  ])('%s reaches %s: %s', (grade, minimum, reaches) => {
    expect(reachesGrade(grade, minimum)).toBe(reaches);
  });
});
