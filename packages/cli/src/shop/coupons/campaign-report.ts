import {
  campaignPhase,
  issueOutcomes,
  remainingStock,
  type CampaignStatus,
  type OutcomeCounts,
} from '@foldmart/core/shop';
import { plainTable } from '../../output.js';

/** A campaign as the commands print it. */
export interface CampaignReport {
  readonly couponId: number;
  readonly phase: string;
  readonly stock: number;
  readonly issued: number;
  readonly remaining: number;
  /**
   * Messages in the coupon's partition that are not yet recorded as decided; null if the queue is
   * not shared.
   */
  readonly waiting: number | null;
  readonly opensAt: string;
  readonly closesAt: string | null;
  readonly outcomes: OutcomeCounts;
}

/** Collects the report of a campaign. */
export function reportCampaign(
  { state, nowMs }: CampaignStatus,
  waiting: number | null,
): CampaignReport {
  return {
    couponId: state.couponId,
    phase: campaignPhase(state, nowMs),
    stock: state.stock,
    issued: state.issued,
    remaining: remainingStock(state),
    waiting,
    opensAt: new Date(state.opensAtMs).toISOString(),
    closesAt: state.closesAtMs === null ? null : new Date(state.closesAtMs).toISOString(),
    outcomes: state.outcomes,
  };
}

/** Formats a campaign as a table, followed by the outcomes of its requests. */
export function describeCampaign(report: CampaignReport): string {
  const { couponId, phase, stock, issued, remaining, waiting, outcomes } = report;
  return [
    plainTable(
      ['COUPON', 'PHASE', 'STOCK', 'ISSUED', 'REMAINING', 'WAITING'],
      [[couponId, phase, stock, issued, remaining, waiting]],
    ),
    describeOutcomes(outcomes),
  ].join('\n');
}

/** Formats outcomes as a table, always in the same order: a database may return them in any. */
export function describeOutcomes(outcomes: OutcomeCounts): string {
  return plainTable(issueOutcomes, [issueOutcomes.map((outcome) => outcomes[outcome])]);
}
