import { settingDefinitions } from './definitions.js';
import type { SettingValues } from './read-values.js';
import { SettingsError, type SettingIssue } from './settings-error.js';
import { tlsIssues } from './tls-issues.js';

/** A known name, or the name of an additional adapter. */
type AdapterType<Known extends string> = Known | (string & Record<never, never>);

/** The queue that carries events; `direct` writes them to the store without a queue. */
export type QueueType = AdapterType<'memory' | 'redis' | 'kafka' | 'direct'>;

/** Settings after deprecated names are resolved. */
export interface Settings<Values extends SettingValues = SettingValues> {
  readonly queueType: QueueType;
  readonly cacheType: AdapterType<'memory' | 'redis'>;
  readonly databaseType: AdapterType<'memory' | 'postgres'>;
  /** All other settings, as parsed. */
  readonly values: Values;
}

/**
 * Resolves deprecated names.
 *
 * @throws SettingsError if settings contradict each other.
 */
export function resolveSettings<Values extends SettingValues>(values: Values): Settings<Values> {
  assertConsistent(values);
  return {
    queueType: queueType(values),
    cacheType: values.CACHE_TYPE ?? (values.REDIS_ENABLED === true ? 'redis' : 'memory'),
    databaseType: values.DB_TYPE === 'local' ? 'postgres' : values.DB_TYPE,
    values,
  };
}

/**
 * True if the queue or the database is in this process's memory, so that no other process can take
 * part.
 */
export function isOneProcess(settings: Settings): boolean {
  return settings.queueType === 'memory' || settings.databaseType === 'memory';
}

function queueType({ QUEUE_TYPE, KAFKA_ENABLED }: SettingValues): QueueType {
  if (QUEUE_TYPE !== undefined) return QUEUE_TYPE;
  if (KAFKA_ENABLED === undefined) return 'memory';
  return KAFKA_ENABLED ? 'kafka' : 'direct';
}

function assertConsistent(values: SettingValues): void {
  const issues: SettingIssue[] = [];
  if (values.CONSUMER_HEARTBEAT_INTERVAL >= values.CONSUMER_SESSION_TIMEOUT) {
    issues.push({
      name: 'CONSUMER_HEARTBEAT_INTERVAL',
      problem: 'it must be shorter than CONSUMER_SESSION_TIMEOUT, ideally a third of it',
    });
  }
  if (values.TOPIC_MIN_INSYNC_REPLICAS > values.TOPIC_REPLICATION_FACTOR) {
    issues.push({
      name: 'TOPIC_MIN_INSYNC_REPLICAS',
      problem: 'it must not exceed TOPIC_REPLICATION_FACTOR',
    });
  }
  issues.push(...saslIssues(values), ...tlsIssues(values));
  if (issues.length > 0) throw new SettingsError(issues);
}

/** Without a mechanism the client would not authenticate at all, whatever the password. */
function saslIssues(values: SettingValues): readonly SettingIssue[] {
  const names = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;
  if (values.KAFKA_SASL_MECHANISM === undefined) {
    const given = names.filter((name) => values[name] !== undefined);
    if (given.length === 0) return [];
    const { expected } = settingDefinitions.KAFKA_SASL_MECHANISM;
    const verb = given.length > 1 ? 'require' : 'requires';
    const problem = `${given.join(' and ')} ${verb} it; it may be ${expected}`;
    return [{ name: 'KAFKA_SASL_MECHANISM', problem }];
  }
  return names
    .filter((name) => values[name] === undefined)
    .map((name) => ({ name, problem: 'KAFKA_SASL_MECHANISM requires it' }));
}
