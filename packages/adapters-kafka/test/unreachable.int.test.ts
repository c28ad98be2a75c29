import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openBus } from './support/bus-harness.js';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('if no broker answers', () => {
  const operations = {
    publish: (bus: ReturnType<typeof openBus>) => bus.publish('orders', [{ key: 'k', value: 'v' }]),
    subscribe: (bus: ReturnType<typeof openBus>) =>
      bus.subscribe({ topic: 'orders', group: 'g', member: 'm' }, async () => undefined),
    list: (bus: ReturnType<typeof openBus>) => bus.admin.listTopics(),
    lag: (bus: ReturnType<typeof openBus>) => bus.admin.lag('g', 'orders'),
  };

  it.each(Object.entries(operations))(
    '%s reports it in one line, with the address',
    async (_name, run) => {
      const server = `127.0.0.1:${await freePort()}`;
      const bus = openBus({ bootstrapServers: [server] });
      await expect(run(bus)).rejects.toMatchObject({
        port: 'event-bus',
        reason: 'unavailable',
        message: `Kafka at ${server} cannot be reached`,
        hint: 'start it, or set KAFKA_BOOTSTRAP_SERVERS',
      });
      await bus.close();
    },
  );
});
