import type { HistogramDefinition, MetricDefinition } from '@foldmart/core';

/** Upper bounds in seconds, from a fast round trip to a slow batch. */
const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

function metric<const Label extends string>(
  name: string,
  help: string,
  labels: readonly Label[],
): MetricDefinition<Label> {
  return { name, help, labels };
}

function duration<const Label extends string>(
  name: string,
  help: string,
  labels: readonly Label[],
): HistogramDefinition<Label> {
  return { name, help, labels, bounds: durationBounds };
}

/** The metrics of every application. The values of all labels are names from the domain, the library or the settings. */
export const metricDefinitions = {
  published: metric(
    'foldmart_messages_published_total',
    'Messages that the queue has acknowledged.',
    ['topic'],
  ),
  publishFailures: metric(
    'foldmart_publish_failures_total',
    'Calls to publish that failed; their messages may be published again.',
    ['topic'],
  ),
  publishDuration: duration(
    'foldmart_publish_duration_seconds',
    'Time from a call to publish until the queue has acknowledged its messages.',
    ['topic'],
  ),
  consumed: metric(
    'foldmart_messages_consumed_total',
    'Messages of batches that were handled; a redelivered message counts again.',
    ['group', 'topic'],
  ),
  batchDuration: duration(
    'foldmart_batch_duration_seconds',
    'Time that the handler of a batch took.',
    ['group', 'topic'],
  ),
  batchRetries: metric('foldmart_batch_retries_total', 'Redeliveries of a batch after a failure.', [
    'group',
    'topic',
  ]),
  appended: metric(
    'foldmart_events_appended_total',
    'Events that are new in the log, by the operation that wrote them.',
    ['operation'],
  ),
  duplicates: metric('foldmart_event_duplicates_total', 'Events that were in the log already.', [
    'operation',
  ]),
  conflicts: metric(
    'foldmart_event_conflicts_total',
    'Events that were not recorded because the log has another event in their place.',
    ['operation'],
  ),
  versionConflicts: metric(
    'foldmart_version_conflicts_total',
    'Appends that lost the race for their stream; a command decides again.',
    [],
  ),
  parked: metric(
    'foldmart_messages_parked_total',
    'Messages that became dead letters; a redelivered message counts again.',
    ['group', 'topic', 'reason'],
  ),
  transactionDuration: duration(
    'foldmart_transaction_duration_seconds',
    'Time that an operation of the database took, by operation.',
    ['operation'],
  ),
  transactionFailures: metric(
    'foldmart_transaction_failures_total',
    'Operations of the database that failed, by the reason of the error.',
    ['operation', 'reason'],
  ),
  projected: metric(
    'foldmart_events_projected_total',
    'Events that an asynchronous projection of this process has passed.',
    ['projection'],
  ),
  leader: metric('foldmart_leader', 'Whether this process holds the lock: 1 if it does.', ['lock']),
  lag: metric(
    'foldmart_consumer_lag_messages',
    'Messages that a consumer group has not committed yet.',
    ['group', 'topic', 'partition'],
  ),
  projectionBehind: metric(
    'foldmart_projection_behind_events',
    'Events in the log after the checkpoint of an asynchronous projection.',
    ['projection'],
  ),
  projectionParked: metric(
    'foldmart_projection_parked',
    'Whether the projection is parked at an event: 1 if it is.',
    ['projection'],
  ),
  subscriptionBehind: metric(
    'foldmart_subscription_behind_events',
    'Events in the log after the checkpoint of a subscription or the outbox.',
    ['subscription'],
  ),
  deadLetters: metric(
    'foldmart_dead_letters_waiting',
    'Dead letters that wait for a replay or a discard.',
    [],
  ),
  blockerAge: metric(
    'foldmart_log_blocker_age_seconds',
    'Age of the transaction that hides the newest events from readers; 0 if there is none.',
    [],
  ),
  outage: metric(
    'foldmart_service_outage',
    'Whether a service does not answer this process: 1 if it does not.',
    ['service'],
  ),
  workStill: metric(
    'foldmart_work_still_seconds',
    'Time for which work in hand has not moved; 0 if nothing is in hand.',
    ['role', 'work'],
  ),
  workStalled: metric(
    'foldmart_work_stalled',
    'Whether work of this process has stalled and finished nothing since: 1 if so.',
    ['role', 'work'],
  ),
  measurementFailures: metric(
    'foldmart_measurement_failures_total',
    'Measurements that failed or took too long when metrics were read.',
    ['measurement'],
  ),
} as const;
