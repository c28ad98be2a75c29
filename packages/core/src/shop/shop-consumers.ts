/** The type of a consumer: what it consumes. */
export type ConsumerType = 'user' | 'product' | 'order';

/** One consumer: a member of the group that reads its topic. */
export interface ShopConsumer {
  readonly type: ConsumerType;
  /** `order_consumer_3`. */
  readonly member: string;
  readonly topic: string;
  readonly group: string;
}

/** The types in the order in which consumers are started and listed. */
export const consumerTypes: readonly ConsumerType[] = ['user', 'product', 'order'];

/** The topic and the group of a type: `orders` and `orders_group`. */
export function consumerGroup(type: ConsumerType): Pick<ShopConsumer, 'topic' | 'group'> {
  return { topic: `${type}s`, group: `${type}s_group` };
}

/** One consumer by name, or by its number from 1: `user_consumer_1`. */
export function shopConsumer(type: ConsumerType, member: string | number): ShopConsumer {
  const name = typeof member === 'number' ? `${type}_consumer_${String(member)}` : member;
  return { type, member: name, ...consumerGroup(type) };
}

/** `instances` consumers of each type; three make nine. */
export function shopConsumers(instances = 3): readonly ShopConsumer[] {
  return consumerTypes.flatMap((type) =>
    Array.from({ length: instances }, (_, index) => shopConsumer(type, index + 1)),
  );
}
