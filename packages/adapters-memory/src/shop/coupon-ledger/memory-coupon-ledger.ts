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
import type { DatabaseSession } from '../../database/database-session.js';
import { withOwnBytes } from '../../dead-letter-store/letter-bytes.js';
import { LogWriter } from '../../event-store/log-writer.js';
import { SerializationConflictError, rejectedError } from '../../database/store-errors.js';
import type { Transaction } from '../../database/transaction.js';
import type { MemoryModuleContext } from '../../modules/memory-module.js';
import type { InlineProjector } from '../../projection-store/inline-projector.js';
import { CouponFacts } from './coupon-facts.js';
import type { CouponTables } from './coupon-tables.js';

const port = 'coupon-ledger';

/** The coupon ledger of a memory database. */
export class MemoryCouponLedger implements CouponLedger {
  readonly #session: DatabaseSession;
  readonly #projector: InlineProjector;
  readonly #coupons: CouponTables;
  readonly #facts: CouponFacts;

  constructor({ session, projector, state }: MemoryModuleContext<CouponTables>) {
    this.#session = session;
    this.#projector = projector;
    this.#coupons = state;
    this.#facts = new CouponFacts(session.database, state);
  }

  change(
    couponId: number,
    decide: (facts: CampaignFacts) => readonly CouponEnvelope[],
  ): Promise<CampaignStatus | undefined> {
    return this.#transact('change', async (transaction) => {
      const writer = await this.#lock(transaction, 'change', couponId, []);
      const facts = this.#facts.campaign(couponId);
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
      const settlement = decide(this.#facts.requests(couponId, scope));
      this.#record(transaction, writer, couponId, settlement.events);
      const letters = settlement.deadLetters.map(withOwnBytes);
      transaction.onCommit(() => database.deadLetters.add(letters));
      return settlement;
    });
  }

  outcomes(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestDecision>> {
    return this.#read('outcomes', () => this.#facts.decisions(requestIds));
  }

  status(couponId: number): Promise<CampaignStatus | undefined> {
    return this.#read('status', () => {
      const { state, nowMs } = this.#facts.campaign(couponId);
      return state === undefined ? undefined : { state, nowMs };
    });
  }

  campaigns({ after = 0, limit = 100 }: NumberRange = {}): Promise<readonly CampaignStatus[]> {
    return this.#read('campaigns', () => {
      const nowMs = this.#session.database.clock.now();
      return this.#coupons.statesAfter(after, limit).map((state) => ({ state, nowMs }));
    });
  }

  holders(
    couponId: number,
    { after = 0, limit = 100 }: NumberRange = {},
  ): Promise<readonly CouponHolder[]> {
    return this.#read('holders', () => this.#coupons.holdersAfter(couponId, after, limit));
  }

  #read<Result>(operation: string, work: () => Result): Promise<Result> {
    return this.#session.read(port, operation, work);
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

  /** Waits for every transaction that works on the coupon or one of the requests, so that later reads see its result. */
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
    const coupons = this.#coupons;
    const broken = coupons.brokenRule(couponId, events);
    if (broken !== undefined) throw rejectedError(port, 'settle', broken);
    for (const event of events) {
      for (const { requestId } of decisionsIn(event)) {
        if (coupons.decision(requestId) !== undefined) {
          throw new SerializationConflictError(`request ${requestId} was decided concurrently`);
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
