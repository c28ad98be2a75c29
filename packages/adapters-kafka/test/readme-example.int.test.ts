import { readFileSync } from 'node:fs';
import { realClock as clock } from '@foldmart/conformance';
import { KafkaEventBus } from '@foldmart/adapters-kafka';
import { silentLogger } from '@foldmart/core';
import { expect, it } from 'vitest';
import { testServers } from './support/bus-harness.js';
import { withTopic } from './support/topics.js';

const servers = testServers();

it('the example of the README publishes and consumes', async () => {
  // #region example
  const random = { next: Math.random };
  const bus = new KafkaEventBus(
    { bootstrapServers: servers, clientId: 'my-app' },
    { clock, random, logger: silentLogger },
  );
  // #endregion
  await withTopic(bus, {}, async (topic) => {
    const handled: string[] = [];
    // #region example
    await bus.publish(topic, [{ key: 'user-1', value: '{"total":"9.90"}' }]);
    const subscription = await bus.subscribe(
      { topic, group: 'billing', member: 'billing-1' },
      async ({ messages }) => {
        for (const { value } of messages) handled.push(Buffer.from(value ?? []).toString());
      },
    );
    // #endregion
    await expect.poll(() => handled, { timeout: 20_000 }).toEqual(['{"total":"9.90"}']);
    // #region example
    await subscription.close();
    // #endregion
  });
  await bus.close();
});

it('the example of the README is this one', () => {
  const source = readFileSync(new URL(import.meta.url), 'utf8');
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const regions = [...source.matchAll(/\/\/ #region example\n(.*?)\n *\/\/ #endregion/gs)];
  const lines = regions.flatMap(([, code = '']) => code.split('\n')).map((line) => line.trim());
  const [, block = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const shown = block.split('\n').map((line) => line.trim());
  expect(shown.filter((line) => line !== '' && !line.startsWith('import'))).toEqual(lines);
});
