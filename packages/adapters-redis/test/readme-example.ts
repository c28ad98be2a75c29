import { RedisEventBus } from '@foldmart/adapters-redis';
import { silentLogger, type Clock } from '@foldmart/core';

/** The example of the README. */
export async function consumeOne(clock: Clock, topic: string, handled: string[]): Promise<void> {
  const random = { next: Math.random };
  const bus = new RedisEventBus(
    { url: 'redis://localhost:6379' },
    { clock, random, logger: silentLogger },
  );
  await bus.publish(topic, [{ key: 'user-1', value: '{"total":"9.90"}' }]);
  const subscription = await bus.subscribe(
    { topic, group: 'billing', member: 'billing-1' },
    async ({ messages }) => {
      for (const { value } of messages) handled.push(Buffer.from(value ?? []).toString());
    },
  );
  await subscription.close();
  await bus.close();
}
