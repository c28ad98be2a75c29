import {
  noOutcomes,
  type CouponHolder,
  type IssueOutcome,
  type OutcomeCounts,
  type RequestDecision,
} from '@foldmart/core/shop';
import { serveInOrder } from './expected-outcomes.js';
import type { QueuedInOrder } from './queue-audit.js';
import type { RaceProgress } from './race.js';
import { requestCount, type RushPlan } from './rush-plan.js';

/** A condition that must hold after a rush. */
export interface RushCheck {
  readonly name: string;
  readonly isMet: boolean;
  /** What was observed. */
  readonly finding: string;
}

/** Everything that was observed in a rush. */
export interface RushEvidence {
  readonly plan: RushPlan;
  readonly race: RaceProgress;
  /** The requests in the order of the queue. */
  readonly queue: readonly QueuedInOrder[];
  readonly holders: readonly CouponHolder[];
  readonly decisions: ReadonlyMap<string, RequestDecision>;
  /** Processes that did not end cleanly. */
  readonly disorder: readonly string[];
}

/** Checks a rush against the content of the queue and of the ledger. */
export function judge(evidence: RushEvidence): readonly RushCheck[] {
  const { plan, race, queue, holders, decisions, disorder } = evidence;
  const expected = serveInOrder(queue, plan.stock);
  const acceptedIds = new Set(race.accepted.map(({ eventId }) => eventId));
  const queuedIds = new Set(queue.map(({ eventId }) => eventId));
  const undecided = [...acceptedIds].filter((id) => !decisions.has(id)).length;
  const lost = [...acceptedIds].filter((id) => !queuedIds.has(id)).length;
  const users = new Set(holders.map(({ userId }) => userId)).size;
  const misplaced = holders.findIndex(
    ({ requestId }, index) => requestId !== expected.winners[index]?.eventId,
  );
  const different = differences(expected.outcomes, decisions);
  const isComplete = holders.length === expected.winners.length;
  return [
    check(
      'every request was accepted',
      acceptedIds.size === requestCount(plan),
      `${String(acceptedIds.size)} of ${String(requestCount(plan))}${refusalsOf(race)}`,
    ),
    check('every accepted request is in the queue', lost === 0, `${String(lost)} missing`),
    check('every request has an outcome', undecided === 0, `${String(undecided)} without`),
    check(
      'no more coupons than the stock',
      holders.length <= plan.stock,
      `${String(holders.length)} issued of ${String(plan.stock)}`,
    ),
    check(
      'at most one coupon per user',
      users === holders.length,
      `${String(users)} users hold ${String(holders.length)}`,
    ),
    check(
      'issued in queue order',
      misplaced < 0 && isComplete,
      misplaced < 0
        ? `${String(holders.length)} of ${String(expected.winners.length)} in place`
        : `coupon ${String(misplaced + 1)} went to another request`,
    ),
    check('outcomes match the queue', different === 0, `${String(different)} differ`),
    check(
      'every process ended cleanly',
      disorder.length === 0,
      disorder.length === 0 ? 'all did' : disorder.join('; '),
    ),
  ];
}

/** Counts the requests by outcome. */
export function countOutcomes(decisions: Iterable<RequestDecision>): OutcomeCounts {
  const counts = { ...noOutcomes };
  for (const { outcome } of decisions) counts[outcome] += 1;
  return counts;
}

function check(name: string, isMet: boolean, finding: string): RushCheck {
  return { name, isMet, finding };
}

function differences(
  expected: ReadonlyMap<string, IssueOutcome>,
  decisions: ReadonlyMap<string, RequestDecision>,
): number {
  return [...expected].filter(([id, outcome]) => decisions.get(id)?.outcome !== outcome).length;
}

function refusalsOf({ refusals }: RaceProgress): string {
  return refusals.length === 0 ? '' : `, refused: ${[...new Set(refusals)].join(', ')}`;
}
