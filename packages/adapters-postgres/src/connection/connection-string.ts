/** What a connection string says; absent where it is silent. */
export interface ConnectionStringParts {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly sslMode?: 'disable' | 'require' | 'verify-full';
}

const schemes = ['postgres:', 'postgresql:'];

/** libpq's names; those that only prefer encryption promise nothing, so they stay without. */
const sslModesByName: Readonly<Record<string, 'disable' | 'require' | 'verify-full'>> = {
  disable: 'disable',
  allow: 'disable',
  prefer: 'disable',
  require: 'require',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

/** Reads `postgres://user:password@host:port/database?sslmode=…`; undefined where it is none. */
export function parseConnectionString(text: string): ConnectionStringParts | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !schemes.includes(url.protocol)) return undefined;
  const sslName = url.searchParams.get('sslmode');
  const sslMode = sslName === null ? undefined : sslModesByName[sslName];
  if (sslName !== null && sslMode === undefined) return undefined;
  const host = url.searchParams.get('host') ?? withoutBrackets(decodeURIComponent(url.hostname));
  return {
    ...(host === '' ? {} : { host }),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(url.username === '' ? {} : { user: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.pathname.length < 2 ? {} : { database: decodeURIComponent(url.pathname.slice(1)) }),
    ...(sslMode === undefined ? {} : { sslMode }),
  };
}

function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
