/** The settings in a connection string; a setting that it does not give is absent. */
export interface ConnectionStringParts {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly sslMode?: 'disable' | 'require' | 'verify-full';
}

const schemes = ['postgres:', 'postgresql:'];

/** libpq's names. Modes that only prefer encryption guarantee nothing, so they mean no encryption. */
const sslModesByName: Readonly<Record<string, 'disable' | 'require' | 'verify-full'>> = {
  disable: 'disable',
  allow: 'disable',
  prefer: 'disable',
  require: 'require',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

/** Parses `postgres://user:password@host:port/database?sslmode=…`; undefined if the text is not a connection string. */
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
