import { MemoryEventBus } from '@foldmart/adapters-memory';
import { systemClock, systemRandom } from '@foldmart/node';

/** Publishes to three partitions, fails the first batch, and expects each key in its order, with nothing lost. */
const bus = new MemoryEventBus({}, { clock: systemClock, random: systemRandom });
await bus.admin.createTopics([{ name: 'orders', partitions: 3 }]);
const count = 300;
const messages = Array.from({ length: count }, (_, number) => ({
  key: `user-${String(number % 7)}`,
  value: new TextEncoder().encode(String(number)),
}));
await bus.publish('orders', messages);

const text = new TextDecoder();
const seen = new Map();
let failures = 1;
let finish = () => undefined;
const done = new Promise((resolve) => {
  finish = resolve;
});
const subscription = await bus.subscribe(
  { topic: 'orders', group: 'readers', member: 'one' },
  async (batch) => {
    if (failures-- > 0) throw new Error('the first batch fails');
    for (const { key: bytes, value } of batch.messages) {
      const key = text.decode(bytes);
      const numbers = seen.get(key) ?? [];
      numbers.push(Number(text.decode(value)));
      seen.set(key, numbers);
    }
    const total = [...seen.values()].reduce((sum, { length }) => sum + length, 0);
    if (total >= count) finish();
  },
);
await done;
await subscription.close();
await bus.close();
for (const [key, numbers] of seen) {
  if (numbers.some((number, index) => index > 0 && number <= numbers[index - 1])) {
    throw new Error(`the order of ${key} is lost: ${numbers.join(' ')}`);
  }
}
console.log(`consumed ${String(count)} messages, each key in its order, after a batch that failed`);
