import type { DomainConsumer } from '../app/domain.js';

/** The types of consumers, in the order in which they are started and listed: `orders_group` reads `orders`. */
export const shopConsumerTypes: readonly DomainConsumer[] = ['user', 'product', 'order'].map(
  (type) => ({ type, topic: `${type}s`, group: `${type}s_group` }),
);
