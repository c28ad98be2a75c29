import {
  addDecimals,
  assertLimit,
  largestLimit,
  planFind,
  type RowOf,
  type RowTable,
} from '@foldmart/core';
import {
  spendingModel,
  usersModel,
  type CustomerSpending,
  type CustomerSpent,
  type SpendingQuery,
} from '@foldmart/core/shop';
import { askRows } from '../../database/ask-rows.js';
import type { DatabaseSession } from '../../database/database-session.js';

const port = 'customer-spending';
const operation = 'page';

/** What customers bought, from the read models of a memory database. */
export class MemoryCustomerSpending implements CustomerSpending {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  page(query: SpendingQuery): Promise<readonly CustomerSpent[]> {
    return this.#session.read(port, operation, () => {
      assertLimit(query.limit);
      const { tables } = this.#session.database;
      const users = tables.table(usersModel.name, port, operation);
      const spending = tables.table(spendingModel.name, port, operation);
      const { after, limit } = query;
      const range = after === undefined ? { limit } : { after: { user_id: after }, limit };
      return askRows(port, operation, () => users.scan(range)).map((user) => {
        const { user_id: userId, grade } = user as RowOf<typeof usersModel>;
        return { userId, grade: grade ?? '', amount: sumOf(spending, userId, query) };
      });
    });
  }
}

function sumOf(spending: RowTable, userId: string, { from, to }: SpendingQuery): string {
  const plan = planFind(spendingModel, {
    index: ['user_id', 'day'],
    where: { user_id: userId },
    range: { gte: from, lte: to },
    limit: largestLimit,
  });
  return spending.select(plan).reduce((sum, { amount }) => addDecimals(sum, String(amount)), '0');
}
