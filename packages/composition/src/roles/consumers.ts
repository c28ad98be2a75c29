import type { DomainConsumer } from '@foldmart/core';

/** One consumer: a member of the group that reads a topic. */
export interface Consumer extends DomainConsumer {
  /** `order_consumer_3`. */
  readonly member: string;
  /** Identifies it across restarts; unique in the group. */
  readonly instanceId?: string;
}

/**
 * One consumer by name, or by its number from 1: `order_consumer_1`. A name also identifies it across restarts, so no
 * two running consumers of a group may have the same one. Numbers are counted in each process, and identify nothing.
 */
export function consumerOf(consumer: DomainConsumer, member: string | number): Consumer {
  if (typeof member === 'string') return { ...consumer, member, instanceId: member };
  return { ...consumer, member: `${consumer.type}_consumer_${String(member)}` };
}

/** `instances` consumers of each type; three of three types make nine. */
export function consumersOf(types: readonly DomainConsumer[], instances = 3): readonly Consumer[] {
  return types.flatMap((type) =>
    Array.from({ length: instances }, (_, index) => consumerOf(type, index + 1)),
  );
}
