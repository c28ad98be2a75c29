import { PortError, type DeliveredMessage, type TopicDrift } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { findTopicDrift } from '../topics/index.js';
import { waitUntil } from '../runtime/wait-until.js';
import { check, type Check, type Complaint } from './check.js';
import { withCleanUp } from './with-clean-up.js';

const roundTripDeadlineMs = 15_000;

/**
 * Publishes a message to a temporary topic and consumes it, then compares the domain's topics with
 * the settings. Topic and group are deleted, also if the check fails or the signal aborts.
 */
export async function checkQueue(
  runtime: Runtime,
  signal?: AbortSignal,
): Promise<readonly Check[]> {
  const { queueType } = runtime.settings;
  if (queueType === 'memory')
    return [inProcess('queue', 'memory: belongs to one process and ends with it')];
  if (queueType === 'direct')
    return [inProcess('queue', 'none: events are written directly to the store')];
  const roundTrip = await check(`queue (${queueType})`, () => sendThrough(runtime, signal));
  if (!roundTrip.isHealthy) return [roundTrip];
  return [roundTrip, await check('topics', () => compareTopics(runtime))];
}

/** The finding if no connection is needed. */
export function inProcess(name: string, finding: string): Check {
  return { name, isHealthy: true, finding };
}

async function sendThrough(runtime: Runtime, signal?: AbortSignal): Promise<string> {
  const { clock, ids, settings } = runtime;
  const { admin } = runtime.bus();
  const topic = `${settings.values.TOPIC_PREFIX}foldmart-doctor-${ids.next()}`;
  const group = `${topic}-group`;
  const startedAt = clock.monotonic();
  await withCleanUp(
    () => roundTrip(runtime, { topic, group }, signal),
    () => admin.deleteGroups([group]),
    () => admin.deleteTopics([topic], { leaveNoTrace: true }),
  );
  return `a message was published and consumed in ${String(Math.round(clock.monotonic() - startedAt))} ms`;
}

interface Places {
  readonly topic: string;
  readonly group: string;
}

async function roundTrip(
  runtime: Runtime,
  places: Places,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { TOPIC_REPLICATION_FACTOR, TOPIC_MIN_INSYNC_REPLICAS, KAFKA_COMPRESSION } =
    runtime.settings.values;
  const bus = runtime.bus();
  await bus.admin.createTopics([
    {
      name: places.topic,
      partitions: 1,
      replicationFactor: TOPIC_REPLICATION_FACTOR,
      minInsyncReplicas: TOPIC_MIN_INSYNC_REPLICAS,
      compression: KAFKA_COMPRESSION,
      retentionMs: 3_600_000,
    },
  ]);
  await bus.publish(places.topic, [{ key: 'doctor', value: places.topic }]);
  await receive(runtime, places, signal);
}

async function receive(
  runtime: Runtime,
  places: Places,
  signal: AbortSignal | undefined,
): Promise<void> {
  const received: DeliveredMessage[] = [];
  const subscription = await runtime
    .bus()
    .subscribe({ ...places, member: 'doctor' }, ({ messages }) => {
      received.push(...messages);
      return Promise.resolve();
    });
  const hasCome = await waitUntil(() => received.length > 0, {
    clock: runtime.clock,
    pollMs: 20,
    deadlineMs: roundTripDeadlineMs,
    ...(signal && { signal }),
  }).finally(() => subscription.close());
  if (!hasCome) throw signal?.aborted === true ? interrupted() : undelivered();
}

function undelivered(): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'subscribe',
    reason: 'timeout',
    message: `the queue accepted a message and did not deliver it within ${String(roundTripDeadlineMs / 1_000)} s`,
    hint: 'read the log of the queue',
  });
}

function interrupted(): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'subscribe',
    reason: 'timeout',
    message: 'the check was interrupted before the message was delivered',
  });
}

async function compareTopics(runtime: Runtime): Promise<string | Complaint> {
  const drift = await findTopicDrift(runtime);
  if (drift.length === 0) {
    const names = runtime.domain.topics.map(({ name }) => name).join(', ');
    return names === '' ? 'the domain has no topics' : `these topics match the settings: ${names}`;
  }
  const isMissing = drift.some(({ property }) => property === 'missing');
  return {
    finding: drift.map(describeDrift).join('; '),
    remedy: isMissing
      ? 'create the missing topics: foldmart topics create'
      : 'change the topics (foldmart topics alter), or the TOPIC_ settings',
  };
}

/** Describes how a topic differs from the settings, in one phrase. */
export function describeDrift({ topic, property, wanted, actual }: TopicDrift): string {
  return property === 'missing'
    ? `${topic} is missing`
    : `${topic} has ${property} ${String(actual)}, the settings want ${String(wanted)}`;
}
