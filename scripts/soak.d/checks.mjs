/**
 * What the database must hold at any moment, as one snapshot.
 */
const counts = `
  SELECT (SELECT count(*) FROM events WHERE type = 'order_created')::int AS events,
         (SELECT count(*) FROM orders)::int AS orders,
         (SELECT count(*) FROM dead_letters)::int AS letters,
         (SELECT coalesce(sum(greatest(issued - stock, 0)), 0) FROM coupons)::int AS oversold,
         (SELECT count(*) FROM (SELECT coupon_id, count(*) AS holders FROM coupon_issues GROUP BY 1) AS held
            JOIN coupons USING (coupon_id) WHERE holders <> issued)::int AS miscounted`;

/**
 * Looks at the database, and returns the checks that do not hold.
 * @param {import('./database.mjs').Database} database
 * @param {Record<string, number>} held counts those that do
 */
export async function checkDatabase({ query }, held) {
  const [row] = await query(counts);
  const { events, orders, letters, oversold, miscounted } = row;
  const checks = {
    'each order once': events === orders || `${events} events for ${orders} orders`,
    'nothing parked': letters === 0 || `${letters} dead letters`,
    'no stock oversold': oversold === 0 || `${oversold} coupons beyond the stock`,
    'coupons have their holders': miscounted === 0 || `${miscounted} coupons are miscounted`,
  };
  return { orders, problems: judged(checks, held) };
}

/**
 * @param {Readonly<Record<string, true | string>>} checks
 * @param {Record<string, number>} held
 */
export function judged(checks, held) {
  const problems = [];
  for (const [name, result] of Object.entries(checks)) {
    if (result === true) held[name] = (held[name] ?? 0) + 1;
    else problems.push(`${name}: ${result}`);
  }
  return problems;
}
