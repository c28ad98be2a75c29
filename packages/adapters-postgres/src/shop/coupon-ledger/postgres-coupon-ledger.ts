import type { Clock, Random } from '@foldmart/core';
import {
  evolveCoupon,
  type CampaignFacts,
  type CampaignStatus,
  type CouponHolder,
  type CouponEnvelope,
  type CouponLedger,
  type NumberRange,
  type RequestDecision,
  type RequestFacts,
  type Settlement,
  type SettlementScope,
} from '@foldmart/core/shop';
import { present } from '../../codec.js';
import type { ConnectionPool } from '../../connection/connection-pool.js';
import type { Session } from '../../connection/session.js';
import { prepare } from '../../connection/statement.js';
import { CouponFactsReader } from './coupon-facts.js';
import { campaignColumns, decodeCampaign, nowMsExpression } from './coupon-row.js';
import type { CouponStore } from './coupon-store.js';
import { recordCouponEvents } from './record-coupon-events.js';
import { inAppend } from '../../event-store/in-append.js';
import { explainingInlineFailures } from '../../event-store/inline-failures.js';
import { parkStatement } from '../../dead-letter-store/park-letters.js';
import type { PostgresModuleContext } from '../../modules/postgres-module.js';
import { couponTables } from '../coupon-tables.js';
import { retrySerializationConflicts } from '../../event-store/serialization-conflict.js';

const port = 'coupon-ledger';

/** The coupon ledger in the tables `coupons`, `coupon_issues` and `coupon_outcomes`, and in the event log. */
export class PostgresCouponLedger implements CouponLedger {
  readonly #pool: ConnectionPool;
  readonly #store: CouponStore;
  readonly #facts: CouponFactsReader;
  readonly #dependencies: { readonly clock: Clock; readonly random: Random };

  constructor({ pool, log, tableName, clock, random }: PostgresModuleContext) {
    this.#pool = pool;
    this.#store = { log, tables: couponTables(tableName) };
    this.#facts = new CouponFactsReader(this.#store);
    this.#dependencies = { clock, random };
  }

  change(
    couponId: number,
    decide: (facts: CampaignFacts) => readonly CouponEnvelope[],
  ): Promise<CampaignStatus | undefined> {
    return this.#transact('change', async (session) => {
      const { facts, version } = await this.#facts.lockCampaign(session, couponId);
      const events = decideOrThrow(decide, facts);
      const state = events.reduce(evolveCoupon, facts.state);
      await recordCouponEvents(session, this.#store, { couponId, version, events, state });
      return state === undefined ? undefined : { state, nowMs: facts.nowMs };
    });
  }

  settle(
    couponId: number,
    scope: SettlementScope,
    decide: (facts: RequestFacts) => Settlement,
  ): Promise<Settlement> {
    return this.#transact('settle', async (session) => {
      const { facts, version } = await this.#facts.lockRequests(session, couponId, scope);
      const settlement = decideOrThrow(decide, facts);
      const { events, deadLetters } = settlement;
      await recordCouponEvents(session, this.#store, {
        couponId,
        version,
        events,
        state: events.reduce(evolveCoupon, facts.state),
        others:
          deadLetters.length === 0 ? [] : [parkStatement(this.#store.log.tables, deadLetters)],
      });
      return settlement;
    });
  }

  async outcomes(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestDecision>> {
    if (requestIds.length === 0) return new Map();
    return this.#pool.use({ port, operation: 'outcomes' }, (session) =>
      this.#facts.decisions(session, requestIds),
    );
  }

  async status(couponId: number): Promise<CampaignStatus | undefined> {
    const rows = await this.#readCampaigns('status', 'coupon_id = $1 LIMIT $2', [couponId, 1]);
    return rows[0];
  }

  campaigns({ after = 0, limit = 100 }: NumberRange = {}): Promise<readonly CampaignStatus[]> {
    const where = 'coupon_id > $1 ORDER BY coupon_id LIMIT $2';
    return this.#readCampaigns('campaigns', where, [after, limit]);
  }

  async holders(
    couponId: number,
    { after = 0, limit = 100 }: NumberRange = {},
  ): Promise<readonly CouponHolder[]> {
    const { rows } = await this.#pool.run(
      { port, operation: 'holders' },
      {
        ...prepare(`
          SELECT user_id, request_id, issue_number FROM ${this.#store.tables.couponIssues}
          WHERE coupon_id = $1 AND issue_number > $2 ORDER BY issue_number LIMIT $3`),
        values: [couponId, after, limit],
      },
    );
    return rows.map(([userId, requestId, issueNumber]) => ({
      userId: Number(userId),
      requestId: present(requestId),
      issueNumber: Number(issueNumber),
    }));
  }

  async #readCampaigns(
    operation: string,
    where: string,
    values: readonly number[],
  ): Promise<readonly CampaignStatus[]> {
    const { rows } = await this.#pool.run(
      { port, operation },
      {
        ...prepare(`
          SELECT ${[nowMsExpression, ...campaignColumns].join(', ')}
          FROM ${this.#store.tables.coupons} WHERE ${where}`),
        values,
      },
    );
    return rows.map(decodeCampaign);
  }

  /** An error of the decision does not discard the connection, and rejects unchanged. */
  async #transact<Result>(
    operation: string,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    const outcome = await this.#pool.use({ port, operation }, async (session) => {
      try {
        return await explainingInlineFailures(this.#store.log, { port, operation }, () =>
          retrySerializationConflicts(
            () => inAppend(session, this.#store.log, () => work(session)),
            this.#dependencies,
          ),
        );
      } catch (error) {
        if (error instanceof FailedDecision) return error;
        throw error;
      }
    });
    if (outcome instanceof FailedDecision) throw outcome.cause;
    this.#store.log.appended();
    return outcome;
  }
}

/** Carries an error of the caller's decision, which is not one of the ledger. */
class FailedDecision extends Error {
  override readonly name = 'FailedDecision';
}

function decideOrThrow<Facts, Decided>(decide: (facts: Facts) => Decided, facts: Facts): Decided {
  try {
    return decide(facts);
  } catch (error) {
    throw new FailedDecision('the decision threw', { cause: error });
  }
}
