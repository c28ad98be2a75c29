import type { SettingValues } from '../settings/read-values.js';

/** The options of a member of a group, on any queue. */
export interface MemberOptions {
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxBatchMessages: number;
}

/** Derives the options of members from the settings. */
export function memberOptions(values: SettingValues): MemberOptions {
  return {
    sessionTimeoutMs: values.CONSUMER_SESSION_TIMEOUT,
    heartbeatIntervalMs: values.CONSUMER_HEARTBEAT_INTERVAL,
    maxBatchMessages: values.CONSUMER_BATCH_SIZE,
  };
}
