import type {
  BatchHandler,
  Clock,
  Logger,
  Random,
  RetryPolicy,
  SubscriptionObserver,
} from '@foldmart/core';
import type { FetchClient, FetchLimits, GroupClient } from '../client/kafka-client.js';

/** The dependencies and settings of a member. */
export interface SubscriptionContext {
  readonly client: FetchClient & GroupClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly topic: string;
  readonly group: string;
  readonly member: string;
  /** The id of a static member. */
  readonly instanceId?: string;
  readonly startFrom: 'earliest' | 'latest';
  readonly handler: BatchHandler;
  readonly observer: SubscriptionObserver;
  readonly retry: RetryPolicy;
  readonly maxBatchMessages: number;
  readonly maxBatchBytes: number;
  readonly maxConcurrentPartitions: number;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly closeDeadlineMs: number;
  readonly fetchLimits: FetchLimits;
}
