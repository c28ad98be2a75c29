import pg from 'pg';

type Query = (this: unknown, ...args: unknown[]) => unknown;

/** Counts every statement that this process sends to Postgres from now on. */
export function countQueries(): () => number {
  let count = 0;
  const { query } = pg.Client.prototype as unknown as { readonly query: Query };
  const counting: Query = function (...args) {
    count += 1;
    return query.apply(this, args);
  };
  Object.assign(pg.Client.prototype, { query: counting });
  return () => count;
}
