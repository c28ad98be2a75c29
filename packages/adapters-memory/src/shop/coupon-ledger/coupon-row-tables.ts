import { RowTables, type ReadModel, type Row, type RowTable } from '@foldmart/core';
import {
  couponIssuesModel,
  couponOutcomesModel,
  couponsModel,
  toCampaignRow,
  toOutcomeRow,
} from '@foldmart/core/shop';
import type { CouponTables, IssuedCoupon } from './coupon-tables.js';

/** The rows of the coupons at one moment; each table is built when it is first read. */
export class CouponRowTables {
  readonly #coupons: CouponTables;
  readonly #tables = new Map<string, RowTable>();

  /** `coupons` must not change afterwards. */
  constructor(coupons: CouponTables) {
    this.#coupons = coupons;
  }

  /** The table of this name; undefined if the coupons have none. */
  find(name: string): RowTable | undefined {
    const table = this.#tables.get(name) ?? this.#make(name);
    if (table !== undefined) this.#tables.set(name, table);
    return table;
  }

  #make(name: string): RowTable | undefined {
    switch (name) {
      case couponsModel.name:
        return tableOf(couponsModel, this.#coupons.states(), toCampaignRow);
      case couponIssuesModel.name:
        return tableOf(couponIssuesModel, this.#coupons.issues(), toIssueRow);
      case couponOutcomesModel.name:
        return tableOf(couponOutcomesModel, this.#coupons.decisions(), toOutcomeRow);
      default:
        return undefined;
    }
  }
}

function tableOf<Kept>(
  model: ReadModel,
  kept: Iterable<Kept>,
  toRow: (kept: Kept) => Row,
): RowTable {
  const tables = new RowTables([model]);
  for (const each of kept) tables.apply([{ op: 'insert', model: model.name, row: toRow(each) }]);
  return tables.table(model.name);
}

function toIssueRow(issue: IssuedCoupon): Row {
  return {
    coupon_id: issue.couponId,
    user_id: issue.userId,
    issue_number: issue.issueNumber,
    request_id: issue.requestId,
    issued_at_ms: issue.issuedAtMs,
  };
}
