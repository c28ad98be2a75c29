import { realClock } from '@foldmart/conformance';
import { expect, it } from 'vitest';
import { openBus } from './support/bus-harness.js';
import { readAll } from './support/reading.js';
import { withTopic } from './support/topics.js';

it('a message is stamped by the injected clock', async () => {
  const tenMinutesAgo = realClock.now() - 600_000;
  const bus = openBus({}, { ...realClock, now: () => tenMinutesAgo });
  await withTopic(bus, {}, async (topic) => {
    await bus.publish(topic, [{ key: 'k', value: 'v' }]);
    const [message] = await readAll(bus, topic, 1);
    expect(message?.timestampMs).toBe(tenMinutesAgo);
  });
  await bus.close();
});
