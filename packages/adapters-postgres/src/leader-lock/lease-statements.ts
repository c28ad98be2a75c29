import { canonicalTime } from '../canonical-time.js';
import { prepare, type PreparedStatement } from '../connection/statement.js';

/**
 * Whether a lease is valid by the server's clock. A lease from the future is not: the clock was set back, or the row
 * comes from another server, and its end may be far away.
 */
const isValid = 'lease.renewed_at <= clock_timestamp() AND clock_timestamp() < lease.expires_at';

/** The time to which a lease of `$parameter` milliseconds extends from now on. */
function fromNow(parameter: string): string {
  return `clock_timestamp() + ${parameter}::double precision * interval '1 millisecond'`;
}

/** The statements on a table of leases. Each is a transaction of its own. */
export interface LeaseStatements {
  /** $1 name, $2 holder, $3 milliseconds; returns the token if the lease was taken. */
  readonly acquire: PreparedStatement;
  /** $1 names, $2 their tokens, $3 milliseconds; returns the names of the leases that were renewed. */
  readonly renew: PreparedStatement;
  /** $1 names, $2 their tokens. */
  readonly release: PreparedStatement;
  readonly list: PreparedStatement;
}

/** Makes the statements on a table, which is qualified and quoted. */
export function leaseStatements(table: string): LeaseStatements {
  // Tokens are compared as numbers: their array is text, as the encoding of the names is.
  const ofHolder = `FROM unnest($1::text[], $2::text[]) AS own (name, token)
    WHERE lease.name = own.name AND lease.token = own.token::bigint AND ${isValid}`;
  return {
    // The condition of the SELECT spares a stand-by a transaction id and a row lock; the one of the UPDATE decides,
    // since it sees the row that another process has just written.
    acquire: prepare(`
      INSERT INTO ${table} AS lease (name, holder, token, renewed_at, expires_at)
      SELECT $1::text, $2::text, 1, clock_timestamp(), ${fromNow('$3')}
      WHERE NOT EXISTS (
        SELECT FROM ${table} lease WHERE name = $1 AND holder <> $2 AND ${isValid}
      )
      ON CONFLICT (name) DO UPDATE SET
        holder = $2, token = lease.token + 1,
        renewed_at = clock_timestamp(), expires_at = ${fromNow('$3')}
      WHERE lease.holder = $2 OR NOT (${isValid})
      RETURNING token`),
    renew: prepare(`
      UPDATE ${table} AS lease SET renewed_at = clock_timestamp(), expires_at = ${fromNow('$3')}
      ${ofHolder} RETURNING lease.name`),
    release: prepare(`UPDATE ${table} AS lease SET expires_at = clock_timestamp() ${ofHolder}`),
    list: prepare(`
      SELECT name, holder, token, ${canonicalTime('renewed_at')}, ${canonicalTime('expires_at')}, ${isValid}
      FROM ${table} lease ORDER BY name`),
  };
}
