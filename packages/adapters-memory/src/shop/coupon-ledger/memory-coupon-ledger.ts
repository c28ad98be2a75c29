import { toStorableEvent, UnstorableError } from '@foldmart/core';
import {
  type CampaignFacts,
  type CampaignStatus,
  type CouponEnvelope,
  type CouponHolder,
  type CouponLedger,
  couponStream,
  decisionsIn,
  evolveCoupon,
  type NumberRange,
  type RequestDecision,
  type RequestFacts,
  type Settlement,
  type SettlementScope,
} from '@foldmart/core/shop';
import type { InlineProjector } from '../../projection-store/inline-projector.js';
import type { DatabaseSession } from '../../database/database-session.js';
import { withOwnBytes } from '../../dead-letter-store/dead-letter-table.js';
import { LogWriter } from '../../event-store/log-writer.js';
import { SerializationConflictError, rejectedError } from '../../database/store-errors.js';
import type { Transaction } from '../../database/transaction.js';
import { campaignFacts, decisionsOf, requestFacts } from './coupon-facts.js';

const port = 'coupon-ledger';

/** The coupons of a memory database. */
export class MemoryCouponLedger implements CouponLedger {
  readonly #session: DatabaseSession;
  readonly #projector: InlineProjector;

  constructor(session: DatabaseSession, projector: InlineProjector) {
    this.#session = session;
    this.#projector = projector;
  }

  change(
    couponId: number,
    decide: (facts: CampaignFacts) => readonly CouponEnvelope[],
  ): Promise<CampaignStatus | undefined> {
    const { database } = this.#session;
    return this.#transact('change', async (transaction) => {
      const writer = await this.#lock(transaction, 'change', couponId, []);
      const facts = campaignFacts(database, couponId);
      const events = decide(facts);
      this.#record(transaction, writer, couponId, events);
      const state = events.reduce(evolveCoupon, facts.state);
      return state === undefined ? undefined : { state, nowMs: facts.nowMs };
    });
  }

  settle(
    couponId: number,
    scope: SettlementScope,
    decide: (facts: RequestFacts) => Settlement,
  ): Promise<Settlement> {
    const { database } = this.#session;
    return this.#transact('settle', async (transaction) => {
      const writer = await this.#lock(transaction, 'settle', couponId, scope.requestIds);
      const settlement = decide(requestFacts(database, couponId, scope));
      this.#record(transaction, writer, couponId, settlement.events);
      const letters = settlement.deadLetters.map(withOwnBytes);
      transaction.onCommit(() => database.deadLetters.add(letters));
      return settlement;
    });
  }

  outcomes(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestDecision>> {
    return this.#read('outcomes', ({ database }) => decisionsOf(database, requestIds));
  }

  status(couponId: number): Promise<CampaignStatus | undefined> {
    return this.#read('status', ({ database }) => {
      const { state, nowMs } = campaignFacts(database, couponId);
      return state === undefined ? undefined : { state, nowMs };
    });
  }

  campaigns({ after = 0, limit = 100 }: NumberRange = {}): Promise<readonly CampaignStatus[]> {
    return this.#read('campaigns', ({ database: { coupons, clock } }) =>
      coupons.statesAfter(after, limit).map((state) => ({ state, nowMs: clock.now() })),
    );
  }

  holders(
    couponId: number,
    { after = 0, limit = 100 }: NumberRange = {},
  ): Promise<readonly CouponHolder[]> {
    return this.#read('holders', ({ database }) =>
      database.coupons.holdersAfter(couponId, after, limit),
    );
  }

  #read<Result>(operation: string, work: (session: DatabaseSession) => Result): Promise<Result> {
    return this.#session.read(port, operation, () => work(this.#session));
  }

  async #transact<Result>(
    operation: string,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.#session.transact(port, operation, work);
    } catch (error) {
      if (!(error instanceof UnstorableError)) throw error;
      const message = `A decision about a coupon cannot be stored: ${error.message}.`;
      throw rejectedError(port, operation, message, { cause: error });
    }
  }

  /** Waits for whoever has the coupon, or one of the requests, in hand: what is read afterwards is what they have left. */
  async #lock(
    transaction: Transaction,
    operation: string,
    couponId: number,
    requestIds: readonly string[],
  ): Promise<LogWriter> {
    const request = { port, operation } as const;
    const writer = new LogWriter(this.#session.database, transaction, this.#projector, request);
    const streams = [couponStream(couponId), ...requestIds.map(requestStream)];
    await writer.begin({ streams, events: [] });
    return writer;
  }

  #record(
    transaction: Transaction,
    writer: LogWriter,
    couponId: number,
    events: readonly CouponEnvelope[],
  ): void {
    const { coupons } = this.#session.database;
    const broken = coupons.brokenRule(couponId, events);
    if (broken !== undefined) throw rejectedError(port, 'settle', broken);
    for (const event of events) {
      for (const { requestId } of decisionsIn(event)) {
        if (coupons.decision(requestId) !== undefined) {
          throw new SerializationConflictError(`request ${requestId} was decided meanwhile`);
        }
      }
      writer.add(couponStream(couponId), toStorableEvent(event));
    }
    transaction.onCommit(() => coupons.apply(couponId, events));
  }
}

function requestStream(requestId: string): string {
  return `coupon-request-${requestId}`;
}
