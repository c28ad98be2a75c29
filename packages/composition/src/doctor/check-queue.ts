import { PortError, type DeliveredMessage, type EventBus, type TopicDrift } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { findTopicDrift } from '../topics/index.js';
import { waitUntil } from '../runtime/wait-until.js';
import { check, type Check, type Complaint } from './check.js';

const roundTripDeadlineMs = 15_000;

/**
 * Publishes a message to a temporary topic and consumes it, then compares the domain's topics with
 * the settings.
 */
export async function checkQueue(runtime: Runtime): Promise<readonly Check[]> {
  const { queueType } = runtime.settings;
  if (queueType === 'memory')
    return [inProcess('queue', 'memory: belongs to one process and ends with it')];
  if (queueType === 'direct')
    return [inProcess('queue', 'none: events are written directly to the store')];
  const roundTrip = await check(`queue (${queueType})`, () => sendThrough(runtime));
  if (!roundTrip.isHealthy) return [roundTrip];
  return [roundTrip, await check('topics', () => compareTopics(runtime))];
}

/** The finding if no connection is needed. */
export function inProcess(name: string, finding: string): Check {
  return { name, isHealthy: true, finding };
}

async function sendThrough(runtime: Runtime): Promise<string> {
  const { clock, ids, settings } = runtime;
  const bus = runtime.bus();
  const topic = `foldmart-doctor-${ids.next()}`;
  const startedAt = clock.monotonic();
  await bus.admin.createTopics([
    {
      name: topic,
      partitions: 1,
      replicationFactor: settings.values.TOPIC_REPLICATION_FACTOR,
      minInsyncReplicas: settings.values.TOPIC_MIN_INSYNC_REPLICAS,
      compression: settings.values.KAFKA_COMPRESSION,
      retentionMs: 3_600_000,
    },
  ]);
  try {
    await bus.publish(topic, [{ key: 'doctor', value: topic }]);
    await receive(runtime, bus, topic);
  } finally {
    await bus.admin.deleteTopics([topic]);
  }
  return `a message was published and consumed in ${String(Math.round(clock.monotonic() - startedAt))} ms`;
}

async function receive(runtime: Runtime, bus: EventBus, topic: string): Promise<void> {
  const received: DeliveredMessage[] = [];
  const subscription = await bus.subscribe(
    { topic, group: `${topic}-group`, member: 'doctor' },
    ({ messages }) => {
      received.push(...messages);
      return Promise.resolve();
    },
  );
  const hasCome = await waitUntil(() => received.length > 0, {
    clock: runtime.clock,
    pollMs: 20,
    deadlineMs: roundTripDeadlineMs,
  });
  await subscription.close();
  if (!hasCome) {
    throw new PortError({
      port: 'event-bus',
      operation: 'subscribe',
      reason: 'timeout',
      message: `the queue accepted a message and did not deliver it within ${String(roundTripDeadlineMs / 1_000)} s`,
      hint: 'read the log of the queue',
    });
  }
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
      : 'change the topics, or the TOPIC_ settings',
  };
}

/** Describes how a topic differs from the settings, in one phrase. */
export function describeDrift({ topic, property, wanted, actual }: TopicDrift): string {
  return property === 'missing'
    ? `${topic} is missing`
    : `${topic} has ${property} ${String(actual)}, the settings want ${String(wanted)}`;
}
