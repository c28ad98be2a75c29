import { spendingModel, usersModel } from '@foldmart/core/shop';
import type { ModelCatalog } from '../../read-models/model-catalog.js';

/**
 * Selects a page of users with the sums of their days: parameters `from`, `to`, `after` (null for the first page) and
 * `limit`. Both tables are read by their keys: the lateral subquery keeps the planner from summing up all days first.
 */
export function spendingText(catalog: ModelCatalog): string {
  return `
    SELECT u.user_id, coalesce(u.grade, ''), spent.amount
    FROM (
      SELECT user_id, grade FROM ${catalog.of(usersModel).name}
      WHERE user_id > coalesce($3::text, '') ORDER BY user_id LIMIT $4
    ) u
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(amount), 0) AS amount FROM ${catalog.of(spendingModel).name} s
      WHERE s.user_id = u.user_id AND s.day BETWEEN $1 AND $2
    ) spent
    ORDER BY u.user_id`;
}
