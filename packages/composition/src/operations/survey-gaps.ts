import {
  compareCodeUnits,
  findAcknowledgedGaps,
  isPortError,
  type PartitionGap,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** Messages that a group has acknowledged and that the database does not have. */
export interface MissingMessages extends PartitionGap {
  /** When a consumer found it, as an ISO time; null if none has consumed since. */
  readonly foundAt: string | null;
}

/**
 * Lists the gaps that the database has recorded, for every group, and those of the domain's groups that no consumer has met yet.
 * Changes nothing. A database without tables has none.
 */
export async function surveyGaps(runtime: Runtime): Promise<readonly MissingMessages[]> {
  try {
    const { events: store } = await runtime.inspect();
    const ahead = await findAhead(runtime, store);
    const recorded = await store.consumed();
    const open = recorded.flatMap(({ group, topic, partition, gap }) =>
      gap === null ? [] : [{ group, topic, partition, ...gap }],
    );
    return [...open, ...ahead].sort(
      (one, other) =>
        compareCodeUnits(one.group, other.group) ||
        compareCodeUnits(one.topic, other.topic) ||
        one.partition - other.partition,
    );
  } catch (error) {
    if (isPortError(error) && error.code === 'missing-schema') return [];
    throw error;
  }
}

async function findAhead(
  runtime: Runtime,
  store: Parameters<typeof findAcknowledgedGaps>[0]['store'],
): Promise<readonly MissingMessages[]> {
  const { queueType } = runtime.settings;
  if (queueType === 'memory' || queueType === 'direct') return [];
  const { admin } = runtime.bus();
  const { consumers } = runtime.domain;
  const topics = await admin.describeTopics(consumers.map(({ topic }) => topic));
  const existing = consumers.filter(({ topic }) => topics.some(({ name }) => name === topic));
  const gaps = await findAcknowledgedGaps({ admin, store }, existing);
  return gaps.map(({ group, topic, partition, from, to }) => {
    return { group, topic, partition, from, to, foundAt: null };
  });
}
