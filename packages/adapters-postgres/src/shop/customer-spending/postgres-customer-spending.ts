import { assertLimit, canonicalDecimal } from '@foldmart/core';
import type { CustomerSpending, CustomerSpent, SpendingQuery } from '@foldmart/core/shop';
import { present } from '../../codec.js';
import type { ConnectionPool } from '../../connection/connection-pool.js';
import { prepare, type PreparedStatement } from '../../connection/statement.js';
import type { PostgresModuleContext } from '../../modules/postgres-module.js';
import { spendingText } from './spending-statement.js';

const port = 'customer-spending';

/** What customers bought, from the tables `users` and `spending_by_day`: one statement per page. */
export class PostgresCustomerSpending implements CustomerSpending {
  readonly #pool: ConnectionPool;
  readonly #page: PreparedStatement;

  constructor({ pool, log }: PostgresModuleContext) {
    this.#pool = pool;
    this.#page = prepare(spendingText(log.catalog));
  }

  async page({ from, to, after, limit }: SpendingQuery): Promise<readonly CustomerSpent[]> {
    assertLimit(limit);
    const { rows } = await this.#pool.run(
      { port, operation: 'page' },
      { ...this.#page, values: [from, to, after ?? null, limit] },
    );
    return rows.map(([userId, grade, amount]) => ({
      userId: present(userId),
      grade: present(grade),
      amount: canonicalDecimal(amount) ?? '0',
    }));
  }
}
