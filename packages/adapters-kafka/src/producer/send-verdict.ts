import { kafkaErrorType } from '../classify-error.js';

/**
 * What a failed request says about its records.
 *
 * - `written`: they are in the log; an earlier request with the same sequence put them there
 * - `not-written`: they are not, and may be tried again
 * - `in-doubt`: nobody knows; only the same records under the same sequence may follow
 * - `stale-producer`: not by this request; the broker does not know this producer's sequence any more
 * - `too-large`: not, and never as one batch
 * - `refused`: not, and never will be
 */
export type SendVerdict =
  'written' | 'not-written' | 'in-doubt' | 'stale-producer' | 'too-large' | 'refused';

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

/** Judges a failed produce request by its error; what no rule knows is refused. */
export function judgeSend(error: unknown): SendVerdict {
  const type = kafkaErrorType(error);
  return (type === undefined ? undefined : verdicts[type]) ?? 'refused';
}
