import type { ShopSettings } from '@foldmart/composition/shop';
import type { OutcomeCounts } from '@foldmart/core/shop';
import { describeOutcomes } from '../coupons/campaign-report.js';
import { plainTable } from '../../output.js';
import type { LatencySummary } from './latencies.js';
import { perSecond } from './race.js';
import { requestCount, type RushPlan } from './rush-plan.js';
import { countOutcomes, judge, type RushCheck, type RushEvidence } from './verdict.js';

/** Durations, in milliseconds from the first request. */
export interface RushTimes {
  /** Until the last request was accepted. */
  readonly acceptanceMs: number;
  /** Until the last request was decided. */
  readonly decisionMs: number;
  readonly killed: number;
}

/** The result of a rush and its checks. */
export interface RushReport extends Omit<RushPlan, 'killWorkers' | 'patienceMs'> {
  readonly queue: string;
  readonly database: string;
  readonly requests: number;
  readonly accepted: number;
  readonly decided: number;
  readonly issued: number;
  readonly distinctUsers: number;
  readonly outcomes: OutcomeCounts;
  /** Requests that were repeated because no response arrived. */
  readonly repeats: number;
  readonly workersKilled: number;
  readonly requestsPerSecond: number;
  /** Decided requests per second, from the first request to the last decision. */
  readonly decidedPerSecond: number;
  /** From the request to the 202, of every request. */
  readonly acceptanceMs: LatencySummary;
  /** From the request to the outcome as the client receives it, of up to 1,000 requests. */
  readonly outcomeMs: LatencySummary;
  readonly checks: readonly RushCheck[];
  readonly isRight: boolean;
}

/** Combines all observations into one report. */
export function reportRush(
  evidence: RushEvidence,
  times: RushTimes,
  { queueType, databaseType }: ShopSettings,
): RushReport {
  const { plan, race, holders, decisions } = evidence;
  const { users, requestsPerUser, stock, apis, workers, concurrency, inTurn, couponId } = plan;
  const checks = judge(evidence);
  return {
    queue: queueType,
    database: databaseType,
    users,
    requestsPerUser,
    stock,
    apis,
    workers,
    concurrency,
    inTurn,
    couponId,
    requests: requestCount(plan),
    accepted: race.accepted.length,
    decided: decisions.size,
    issued: holders.length,
    distinctUsers: new Set(holders.map(({ userId }) => userId)).size,
    outcomes: countOutcomes(decisions.values()),
    repeats: race.repeats,
    workersKilled: times.killed,
    requestsPerSecond: perSecond(race.accepted.length, times.acceptanceMs),
    decidedPerSecond: perSecond(decisions.size, times.decisionMs),
    acceptanceMs: race.acceptance.summary(),
    outcomeMs: race.outcome.summary(),
    checks,
    isRight: checks.every(({ isMet }) => isMet),
  };
}

/** Formats a report as text. */
export function describeRush(report: RushReport): string {
  const { requests, accepted, decided, issued, distinctUsers } = report;
  const { requestsPerSecond, decidedPerSecond, acceptanceMs, outcomeMs } = report;
  return [
    plainTable(
      ['REQUESTS', 'ACCEPTED', 'DECIDED', 'ISSUED', 'USERS', 'REQUESTS/S', 'DECIDED/S'],
      [[requests, accepted, decided, issued, distinctUsers, requestsPerSecond, decidedPerSecond]],
    ),
    describeOutcomes(report.outcomes),
    plainTable(
      ['MILLISECONDS', 'FIRST', 'MEAN', 'P50', 'P90', 'P99', 'MAX'],
      [latencyRow('to acceptance', acceptanceMs), latencyRow('to the outcome', outcomeMs)],
    ),
    ...report.checks.map(
      ({ name, isMet, finding }) => `${isMet ? 'yes' : 'NO '} ${name}: ${finding}`,
    ),
  ].join('\n');
}

function latencyRow(name: string, { first, mean, p50, p90, p99, max }: LatencySummary) {
  return [name, first, mean, p50, p90, p99, max];
}
