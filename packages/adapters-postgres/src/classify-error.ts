import type { PortErrorCode, PortErrorReason } from '@foldmart/core';

/** A port's classification of a driver error. */
export interface ErrorClass {
  readonly reason: PortErrorReason;
  readonly isRetryable: boolean;
  readonly code?: PortErrorCode;
  readonly hint?: string;
}

const startIt = 'start it, or set POSTGRES_HOST and POSTGRES_PORT';
const trustAuthority =
  'set POSTGRES_SSL_CA_FILE to the certificate of the authority that signed that of the server';

const unavailable: ErrorClass = { reason: 'unavailable', isRetryable: true };
const unreachable: ErrorClass = { ...unavailable, hint: startIt };
const timeout: ErrorClass = { reason: 'timeout', isRetryable: true };
const rejected: ErrorClass = { reason: 'rejected', isRetryable: false };
const unauthorized: ErrorClass = { reason: 'unauthorized', isRetryable: false };
const corrupt: ErrorClass = { reason: 'corrupt', isRetryable: false };
const unknown: ErrorClass = { reason: 'unknown', isRetryable: false };
const missingSchema: ErrorClass = {
  ...rejected,
  code: 'missing-schema',
  hint: 'open the database once with a role that may create tables',
};
const missingDatabase: ErrorClass = {
  ...rejected,
  code: 'missing-database',
  hint: 'create the database, or set POSTGRES_DB',
};
const untrustedServer: ErrorClass = { ...unauthorized, hint: trustAuthority };
/** The server's refusal of a TLS connection, such as for the certificate of the client. */
const tlsAlert = /^ERR_SSL_.*ALERT/;
const refusedClient: ErrorClass = {
  ...unauthorized,
  hint: 'set POSTGRES_SSL_CERT_FILE and POSTGRES_SSL_KEY_FILE to a client certificate that the server trusts',
};
const invalidNow: ErrorClass = {
  ...unauthorized,
  hint: 'renew the certificate of the server, or correct the clock of this machine',
};
const otherHost: ErrorClass = {
  ...unauthorized,
  hint: 'set POSTGRES_HOST to a host name of the certificate, or get a certificate for this one',
};

/** SQLSTATE codes whose meaning differs from their class's, after the manual's appendix A. */
const byState: Readonly<Record<string, ErrorClass>> = {
  // A prepared statement whose table was changed: the next connection prepares it again.
  '0A000': unavailable,
  '26000': unavailable,
  '2BP01': { ...rejected, hint: 'drop what depends on the table, and make it again afterwards' },
  '25006': { ...unavailable, hint: 'this server is read-only: connect to the primary' },
  '25P03': unavailable,
  '28000': {
    ...unauthorized,
    hint: 'check POSTGRES_USER, POSTGRES_SSL_CERT_FILE and pg_hba.conf on the server',
  },
  '28P01': { ...unauthorized, hint: 'set POSTGRES_USER and POSTGRES_PASSWORD' },
  '3D000': missingDatabase,
  '3F000': missingSchema,
  '40003': timeout,
  '42501': { ...unauthorized, hint: 'grant the role the rights it lacks, or use another role' },
  '42P01': missingSchema,
  '42703': missingSchema,
  '53200': { ...unavailable, code: 'out-of-memory' },
  '53300': { ...unavailable, hint: 'raise max_connections, or lower the pool sizes' },
  '55006': unavailable,
  '55P03': timeout,
  '57014': timeout,
  '57P04': missingDatabase,
  // The library's own code: see the migration that creates the fence.
  FM001: { ...unavailable, code: 'projection-version' },
  FM002: unavailable,
  XX001: corrupt,
  XX002: corrupt,
};

const byStateClass: Readonly<Record<string, ErrorClass>> = {
  '08': unavailable,
  '22': rejected,
  '23': rejected,
  '40': unavailable,
  '53': unavailable,
  '54': rejected,
  '57': unavailable,
  '58': unavailable,
};

/** Codes of Node's sockets, resolver and TLS. */
const byNodeCode: Readonly<Record<string, ErrorClass>> = {
  CERT_HAS_EXPIRED: invalidNow,
  CERT_NOT_YET_VALID: invalidNow,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrustedServer,
  EAI_AGAIN: unreachable,
  ECONNABORTED: unavailable,
  ECONNREFUSED: unreachable,
  ECONNRESET: unavailable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ENOTFOUND: unreachable,
  ENOENT: unreachable,
  EPIPE: unavailable,
  ERR_TLS_CERT_ALTNAME_INVALID: otherHost,
  ETIMEDOUT: { ...timeout, hint: startIt },
  SELF_SIGNED_CERT_IN_CHAIN: untrustedServer,
  UNABLE_TO_GET_ISSUER_CERT: untrustedServer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrustedServer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrustedServer,
};

/** Messages of pg that have no code. */
const byMessage: readonly (readonly [RegExp, ErrorClass])[] = [
  [/^timeout (expired|exceeded when trying to connect)$/, { ...timeout, hint: startIt }],
  [/^Query read timeout$/, timeout],
  [/^Connection terminated( unexpectedly| due to connection timeout)?$/, unavailable],
  [/is not queryable$/, unavailable],
  [/^Cannot use a pool after calling end/, { reason: 'closed', isRetryable: false }],
  [
    /does not support SSL connections/,
    { ...unauthorized, hint: 'enable ssl on the server, or set POSTGRES_SSL=disable' },
  ],
  [/password must be a (non-empty )?string/, { ...unauthorized, hint: 'set POSTGRES_PASSWORD' }],
];

/** Classifies an error of pg, of the server or of a socket. Pure; never throws. */
export function classifyError(error: unknown): ErrorClass {
  const code = errorCode(error);
  if (code !== undefined) {
    const known = byNodeCode[code] ?? byState[code];
    if (known?.code === 'projection-version') return withServerHint(known, error);
    if (known !== undefined) return known;
    if (tlsAlert.test(code)) return refusedClient;
    if (isSqlState(code)) return byStateClass[code.slice(0, 2)] ?? unknown;
  }
  const message = error instanceof Error ? error.message : '';
  return byMessage.find(([pattern]) => pattern.test(message))?.[1] ?? unknown;
}

/** The fence's error names the projection and what to do. */
function withServerHint(known: ErrorClass, error: unknown): ErrorClass {
  return error instanceof Error && 'hint' in error && typeof error.hint === 'string'
    ? { ...known, hint: error.hint }
    : known;
}

/** The server's five-character code for an error of its own; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  const code = errorCode(error);
  return code !== undefined && isSqlState(code) ? code : undefined;
}

/** True if the transaction lost a race against another one, and may succeed when it is retried. */
export function isLostRace(error: unknown): boolean {
  return sqlState(error)?.startsWith('40') === true;
}

/** True if the server rejects the data itself: the cause is neither the server's state nor the program. */
export function isRefusedData(error: unknown): boolean {
  return ['22', '23', '54'].includes(sqlState(error)?.slice(0, 2) ?? '');
}

/** Whether the server rejects a value itself: it is out of range, too long or not representable. */
export function isRefusedValue(error: unknown): boolean {
  return ['22', '54'].includes(sqlState(error)?.slice(0, 2) ?? '');
}

/** Whether the error was raised in a function of the database, such as a trigger's. */
export function isRaisedInFunction(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('where' in error)) return false;
  return typeof error.where === 'string' && /\bfunction\b/u.test(error.where);
}

/** True if a batch was recorded as if no key were held, and one is: see the migration that creates the check. */
export function isHeldKeys(error: unknown): boolean {
  return sqlState(error) === 'FM002';
}

/** True if a row with this key exists. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);
}
