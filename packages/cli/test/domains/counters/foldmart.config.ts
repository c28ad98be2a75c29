import { defineConfig, setting } from '@foldmart/composition';
import { defineDomain, ValidationError } from '@foldmart/core';
import { counter } from './counter.js';

const steps = { min: 1, max: 100 };

export default defineConfig({
  domain: defineDomain({ name: 'counters', deciders: { counter } }),
  commands: (command) => [
    command({
      name: 'count <id>',
      summary: 'increment a counter',
      options: { by: setting.whole(steps, 1, 'by how much') },
      run: async (app, { id, by }) => {
        await app.counter(id).increment(by);
        return { total: await app.counter(id).state() };
      },
    }),
    command({
      name: 'linger',
      summary: 'fail, and leave a timer behind',
      run: () => {
        setInterval(() => undefined, 1_000);
        return Promise.reject(new ValidationError('This command fails.'));
      },
    }),
  ],
});
