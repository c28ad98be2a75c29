import {
  couponStream,
  shopUserId,
  type CampaignFacts,
  type RequestDecision,
  type RequestFacts,
  type SettlementScope,
} from '@foldmart/core/shop';
import { present } from '../../codec.js';
import type { Session, StatementResult, TextRow } from '../../connection/session.js';
import { prepare, type PreparedStatement, type Statement } from '../../connection/statement.js';
import { textArray } from '../../connection/text-array.js';
import type { DatabaseTables } from '../../database-tables.js';
import { SerializationConflictError } from '../../event-store/serialization-conflict.js';
import { queueForStreams } from '../../event-store/log-writer.js';
import { campaignColumns, decodeCampaign, nowMsExpression } from './coupon-row.js';
import type { CouponStore } from './coupon-store.js';
import { decodeOutcome, outcomeColumns } from './outcome-row.js';

/** Facts, with the version of the coupon's stream they belong to. */
export interface Locked<Facts extends CampaignFacts> {
  readonly facts: Facts;
  readonly version: number;
}

/** Reads the facts that decisions about coupons are based on. */
export class CouponFactsReader {
  readonly #head: PreparedStatement;
  readonly #holders: PreparedStatement;
  readonly #decided: PreparedStatement;
  readonly #grades: PreparedStatement | undefined;
  readonly #fence: Statement;
  readonly #log: DatabaseTables;

  constructor({ log, tables }: CouponStore) {
    this.#fence = log.fence;
    this.#log = log.tables;
    this.#head = prepare(headText({ log, tables }));
    // The inner limit forces one index look-up per user: otherwise a plan from when the table was empty would keep
    // reading all of it.
    this.#holders = prepare(
      `SELECT found.user_id FROM unnest($2::text[]::bigint[]) AS asked (user_id)
       CROSS JOIN LATERAL (
         SELECT user_id FROM ${tables.couponIssues} issue
         WHERE issue.coupon_id = $1 AND issue.user_id = asked.user_id LIMIT 1
       ) found`,
    );
    this.#decided = prepare(
      `SELECT ${outcomeColumns.map((column) => `found.${column}`).join(', ')}
       FROM unnest($1::text[]) AS asked (request_id)
       CROSS JOIN LATERAL (
         SELECT * FROM ${tables.couponOutcomes} outcome
         WHERE outcome.request_id = asked.request_id LIMIT 1
       ) found`,
    );
    const users = log.catalog.tables.find(({ model }) => model.name === 'users');
    if (users === undefined) return;
    this.#grades = prepare(
      `SELECT user_id, grade FROM ${users.name} WHERE user_id = ANY ($1::text[]) AND grade IS NOT NULL`,
    );
  }

  /**
   * Takes the coupon's lock, passes the fence and reads the campaign. The lock is a statement of its own, since a
   * statement that both waits and reads would see the state from before the wait. It comes before anything that
   * assigns a transaction id, so that the ids, and so the log, follow the order of the lock.
   */
  async lockCampaign(session: Session, couponId: number): Promise<Locked<CampaignFacts>> {
    const [, head] = await locked(session, this.#log, couponId, [
      this.#fence,
      this.#headOf(couponId),
    ]);
    return decodeHead(head?.rows[0] ?? [], couponId);
  }

  /** Takes the coupon's lock, passes the fence and reads the campaign and the facts about users and requests. */
  async lockRequests(
    session: Session,
    couponId: number,
    { requestIds, userIds }: SettlementScope,
  ): Promise<Locked<RequestFacts>> {
    const [, head, holders, decided] = await locked(session, this.#log, couponId, [
      this.#fence,
      this.#headOf(couponId),
      { ...this.#holders, values: [couponId, textArray(userIds.map(String))] },
      { ...this.#decided, values: [textArray(requestIds)] },
    ]);
    const { facts, version } = decodeHead(head?.rows[0] ?? [], couponId);
    const asksForGrade = (facts.state?.rules.minimumGrade ?? null) !== null;
    return {
      version,
      facts: {
        ...facts,
        holders: new Set((holders?.rows ?? []).map(([userId]) => Number(userId))),
        decided: decodeDecisions(decided?.rows ?? []),
        grades: asksForGrade ? await this.#readGrades(session, userIds) : new Map(),
      },
    };
  }

  /** The outcomes of these requests. */
  async decisions(
    session: Session,
    requestIds: readonly string[],
  ): Promise<ReadonlyMap<string, RequestDecision>> {
    const { rows } = await session.run({ ...this.#decided, values: [textArray(requestIds)] });
    return decodeDecisions(rows);
  }

  #headOf(couponId: number): Statement {
    return { ...this.#head, values: [couponId, couponStream(couponId)] };
  }

  async #readGrades(
    session: Session,
    userIds: readonly number[],
  ): Promise<ReadonlyMap<number, string>> {
    if (this.#grades === undefined) return new Map();
    const byShopId = new Map(userIds.map((userId) => [shopUserId(userId), userId]));
    const ids = textArray([...byShopId.keys()]);
    const { rows } = await session.run({ ...this.#grades, values: [ids] });
    return new Map(
      rows.map(([shopId, grade]) => [byShopId.get(present(shopId)) ?? 0, present(grade)]),
    );
  }
}

/** Takes the coupon's lock and runs statements under it, in one round trip. */
async function locked(
  session: Session,
  tables: DatabaseTables,
  couponId: number,
  statements: readonly Statement[],
): Promise<readonly StatementResult[]> {
  const [lock, read] = await Promise.allSettled([
    queueForStreams(session, tables, [couponStream(couponId)]),
    session.runAll(statements),
  ]);
  if (lock.status === 'rejected') throw lock.reason;
  if (read.status === 'rejected') throw read.reason;
  return read.value;
}

function headText({ log, tables }: CouponStore): string {
  const { events, logEpoch } = log.tables;
  const columns = campaignColumns.map((column) => `campaign.${column}`).join(', ');
  return `
    SELECT head.stream_version, head.is_later, ${nowMsExpression}, ${columns}
    FROM (VALUES ($1::bigint)) AS asked (coupon_id)
    LEFT JOIN ${tables.coupons} campaign ON campaign.coupon_id = asked.coupon_id
    LEFT JOIN LATERAL (
      SELECT e.stream_version,
             e.tx > pg_current_xact_id() AND e.epoch = (SELECT epoch FROM ${logEpoch}) AS is_later
      FROM ${events} e WHERE e.stream_id = $2
      ORDER BY e.stream_version DESC LIMIT 1
    ) head ON true`;
}

/**
 * Throws SerializationConflictError if a transaction without the lock has appended to the stream after this one
 * began.
 */
function decodeHead(row: TextRow, couponId: number): Locked<CampaignFacts> {
  const [version, isLater, ...campaign] = row;
  if (isLater === 't')
    throw new SerializationConflictError(`coupon ${String(couponId)} was written later`);
  const [nowMs, found] = campaign;
  return {
    version: Number(version ?? 0),
    facts:
      typeof found === 'string'
        ? decodeCampaign(campaign)
        : { state: undefined, nowMs: Number(nowMs) },
  };
}

function decodeDecisions(rows: readonly TextRow[]): ReadonlyMap<string, RequestDecision> {
  return new Map(rows.map(decodeOutcome).map((decision) => [decision.requestId, decision]));
}
