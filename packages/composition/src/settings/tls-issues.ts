import type { SettingValues } from './read-values.js';
import type { SettingIssue } from './settings-error.js';

type FileSetting = `${'KAFKA_SSL' | 'REDIS_TLS' | 'POSTGRES_SSL'}_${'CA' | 'CERT' | 'KEY'}_FILE`;

interface TlsUse {
  readonly prefix: 'KAFKA_SSL' | 'REDIS_TLS' | 'POSTGRES_SSL';
  readonly isEncrypted: boolean;
  /** Whether the server's certificate is verified, for which the authorities are. */
  readonly isVerified: boolean;
  /** What makes the connection use the files. */
  readonly remedy: string;
}

/** Files of certificates that a connection would not use: it would be less secure than its settings suggest. */
export function tlsIssues(values: SettingValues): readonly SettingIssue[] {
  return [kafkaUse(values), redisUse(values), postgresUse(values)].flatMap((use) => [
    ...unusedFiles(values, use),
    ...halfPair(values, use.prefix),
  ]);
}

function kafkaUse({ KAFKA_SSL: isOn }: SettingValues): TlsUse {
  return {
    prefix: 'KAFKA_SSL',
    isEncrypted: isOn,
    isVerified: isOn,
    remedy: 'KAFKA_SSL=true',
  };
}

function redisUse({ REDIS_URL: url, REDIS_TLS }: SettingValues): TlsUse {
  const isOn = url === undefined ? REDIS_TLS : url.startsWith('rediss:');
  const remedy = url === undefined ? 'REDIS_TLS=true' : 'REDIS_URL with rediss://';
  return { prefix: 'REDIS_TLS', isEncrypted: isOn, isVerified: isOn, remedy };
}

function postgresUse({ DATABASE_URL: url, POSTGRES_SSL }: SettingValues): TlsUse {
  const named = url === undefined ? null : new URL(url).searchParams.get('sslmode');
  const mode = named ?? POSTGRES_SSL;
  const isVerified = mode.startsWith('verify-');
  return {
    prefix: 'POSTGRES_SSL',
    isEncrypted: isVerified || mode === 'require',
    isVerified,
    remedy: named === null ? 'POSTGRES_SSL=verify-full' : 'sslmode=verify-full in DATABASE_URL',
  };
}

function unusedFiles(values: SettingValues, use: TlsUse): readonly SettingIssue[] {
  const names: FileSetting[] = [
    ...(use.isVerified ? [] : [`${use.prefix}_CA_FILE` as const]),
    ...(use.isEncrypted
      ? []
      : [`${use.prefix}_CERT_FILE` as const, `${use.prefix}_KEY_FILE` as const]),
  ];
  return names
    .filter((name) => values[name] !== undefined)
    .map((name) => ({ name, problem: `it requires ${use.remedy}` }));
}

function halfPair(values: SettingValues, prefix: TlsUse['prefix']): readonly SettingIssue[] {
  const [cert, key] = [`${prefix}_CERT_FILE`, `${prefix}_KEY_FILE`] as const;
  if ((values[cert] === undefined) === (values[key] === undefined)) return [];
  const [missing, given] = values[cert] === undefined ? [cert, key] : [key, cert];
  return [{ name: missing, problem: `${given} requires it` }];
}
