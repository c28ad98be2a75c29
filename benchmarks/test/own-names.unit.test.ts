import { wantedTopics } from '@foldmart/composition';
import { createShop } from '@foldmart/composition/shop';
import { expect, it } from 'vitest';
import { orderTopic, settingsFor } from '../src/measure/service-settings.js';

const services = {
  prefix: 'bench_1_',
  brokers: ['localhost:1'],
  redis: { host: 'localhost', port: 1 },
  postgres: { host: 'localhost', port: 1, user: 'x', password: 'x' },
};

it('every topic, group and cached kind of a benchmark has a name of its own', async () => {
  const settings = settingsFor(services, 'bench');
  const system = await createShop(settings);
  const topics = wantedTopics(system).map(({ name }) => name);
  const groups = system.domain.consumers.map(({ group }) => group);
  await system.close();
  expect(topics).toContain(orderTopic(services));
  for (const name of [...topics, ...groups, settings.values.CACHE_PREFIX]) {
    expect(name).toMatch(/^bench_1_/);
  }
});
