import {
  openCouponRush,
  prepareCouponTopic,
  type CouponRush,
  type ShopRuntime,
} from '@foldmart/composition/shop';
import { CouponClient } from './coupon-client.js';
import { readHolders, readOutcomes } from './ledger-readout.js';
import { followDecisions } from './follow-decisions.js';
import { markQueue, readQueueOrder } from './queue-audit.js';
import { Race } from './race.js';
import { reportRush, type RushReport } from './rush-report.js';
import type { RushPlan } from './rush-plan.js';
import type { Stage } from './stage.js';

/** The dependencies of a rush. */
export interface RushSetting {
  readonly system: ShopRuntime;
  readonly openStage: (rush: CouponRush) => Promise<Stage>;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Opens a campaign, starts the processes, races the users, and checks queue and ledger. */
export async function runRush(plan: RushPlan, setting: RushSetting): Promise<RushReport> {
  const { system, openStage, progress } = setting;
  await prepareCouponTopic(system);
  await markQueue(system);
  const rush = await openCouponRush(system);
  await rush.manage({ type: 'open-campaign', couponId: plan.couponId, stock: plan.stock });
  const stage = await openStage(rush);
  progress(`${String(plan.apis)} APIs and ${String(plan.workers)} workers are ready`);
  try {
    const { race, times } = await runRace(plan, setting, rush, stage);
    const disorder = await stage.stop();
    progress('reading the queue and the ledger');
    const queue = await readQueueOrder(system, plan.couponId);
    const ids = race.progress.accepted.map(({ eventId }) => eventId);
    const holders = await readHolders(rush.ledger, plan.couponId);
    const decisions = await readOutcomes(rush.ledger, ids);
    const evidence = { plan, race: race.progress, queue, holders, decisions, disorder };
    return reportRush(evidence, times, system.settings);
  } finally {
    await stage.stop();
  }
}

async function runRace(plan: RushPlan, setting: RushSetting, rush: CouponRush, stage: Stage) {
  const { system, progress, signal } = setting;
  const { clock } = system;
  const giveUp = new AbortController();
  const ending = AbortSignal.any([signal, giveUp.signal]);
  const client = new CouponClient(plan.concurrency);
  const waitingClient = new CouponClient(Number.POSITIVE_INFINITY);
  const tools = { clock, addresses: stage.addresses, client, waitingClient, signal: ending };
  const race = new Race(plan, tools, (list) => shuffled(list, () => system.random.next()));
  const startedAt = clock.monotonic();
  const racing = race.run().then(() => clock.monotonic() - startedAt);
  try {
    const following = followDecisions({ plan, rush, stage, race, clock, progress, signal: ending });
    const { lastDecisionAt, killed } = await Promise.race([following, stage.failed]);
    if (!isAllAccepted(plan, race)) giveUp.abort();
    const acceptanceMs = await racing;
    await Promise.race([race.awaitOutcomes(), clock.sleep(plan.patienceMs, ending)]);
    return { race, times: { acceptanceMs, decisionMs: lastDecisionAt - startedAt, killed } };
  } finally {
    giveUp.abort();
    client.close();
    waitingClient.close();
  }
}

function isAllAccepted({ users, requestsPerUser }: RushPlan, { progress }: Race): boolean {
  return progress.accepted.length + progress.refusals.length >= users * requestsPerUser;
}

/** The Fisher–Yates shuffle. */
function shuffled<T>(list: T[], random: () => number): T[] {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
}
