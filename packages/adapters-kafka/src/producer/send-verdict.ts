import { kafkaErrorType } from '../classify-error.js';

/**
 * What a failed produce request says about its records.
 *
 * - `written`: an earlier request with the same sequence number wrote them
 * - `not-written`: they were not written and may be retried
 * - `in-doubt`: unknown; only the same records with the same sequence number may follow
 * - `stale-producer`: this request did not write them; the broker no longer knows the producer's sequence
 * - `mistimed`: not written; may be sent with another timestamp
 * - `too-large`: not written, and never as one batch
 * - `refused`: not written, and no retry can help
 */
export type SendVerdict =
  'written' | 'not-written' | 'in-doubt' | 'stale-producer' | 'mistimed' | 'too-large' | 'refused';

const verdicts: Readonly<Record<string, SendVerdict>> = {
  DUPLICATE_SEQUENCE_NUMBER: 'written',
  NOT_LEADER_FOR_PARTITION: 'not-written',
  LEADER_NOT_AVAILABLE: 'not-written',
  FENCED_LEADER_EPOCH: 'not-written',
  UNKNOWN_LEADER_EPOCH: 'not-written',
  UNKNOWN_TOPIC_OR_PARTITION: 'not-written',
  NOT_ENOUGH_REPLICAS: 'not-written',
  BROKER_NOT_AVAILABLE: 'not-written',
  GROUP_LOAD_IN_PROGRESS: 'not-written',
  GROUP_COORDINATOR_NOT_AVAILABLE: 'not-written',
  NOT_COORDINATOR_FOR_GROUP: 'not-written',
  KafkaJSBrokerNotFound: 'not-written',
  KafkaJSMetadataNotLoaded: 'not-written',
  KafkaJSTopicMetadataNotLoaded: 'not-written',
  ECONNREFUSED: 'not-written',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'stale-producer',
  UNKNOWN_PRODUCER_ID: 'stale-producer',
  INVALID_PRODUCER_EPOCH: 'stale-producer',
  INVALID_PRODUCER_ID_MAPPING: 'stale-producer',
  INVALID_TIMESTAMP: 'mistimed',
  MESSAGE_TOO_LARGE: 'too-large',
  RECORD_LIST_TOO_LARGE: 'too-large',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'in-doubt',
  REQUEST_TIMED_OUT: 'in-doubt',
  NETWORK_EXCEPTION: 'in-doubt',
  KAFKA_STORAGE_ERROR: 'in-doubt',
  CORRUPT_MESSAGE: 'not-written',
  KafkaJSRequestTimeoutError: 'in-doubt',
  KafkaJSConnectionError: 'in-doubt',
  KafkaJSConnectionClosedError: 'in-doubt',
  KafkaJSLockTimeout: 'not-written',
};

/** Classifies a failed produce request by its error. An error that no rule knows is `refused`. */
export function judgeSend(error: unknown): SendVerdict {
  const type = kafkaErrorType(error);
  return (type === undefined ? undefined : verdicts[type]) ?? 'refused';
}
