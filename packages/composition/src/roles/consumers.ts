import type { DomainConsumer } from '@foldmart/core';

/** One consumer: a member of the group that reads a topic. */
export interface Consumer extends DomainConsumer {
  /** `order_consumer_3`. */
  readonly member: string;
}

/** One consumer by name, or by its number from 1: `order_consumer_1`. */
export function consumerOf(consumer: DomainConsumer, member: string | number): Consumer {
  const name = typeof member === 'number' ? `${consumer.type}_consumer_${String(member)}` : member;
  return { ...consumer, member: name };
}

/** `instances` consumers of each type; three of three types make nine. */
export function consumersOf(types: readonly DomainConsumer[], instances = 3): readonly Consumer[] {
  return types.flatMap((type) =>
    Array.from({ length: instances }, (_, index) => consumerOf(type, index + 1)),
  );
}
