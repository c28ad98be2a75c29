import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import {
  createApp,
  defineCommand,
  defineConfig,
  loadConfiguredSettings,
  openApp,
  setting,
  SettingsError,
  type App,
} from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import { counter, counters } from '../app/counter.js';
import { inMemory } from '../app/in-memory.js';

const config = defineConfig({
  domain: ({ values }) =>
    defineDomain({ name: 'counters', deciders: { counter }, defaultTopic: values.OWN_TOPIC }),
  settings: { OWN_TOPIC: setting.text('tally', 'The topic.') },
  commands: (command) => [
    command({
      name: 'add <id>',
      summary: 'add to a counter',
      options: { by: setting.whole({ min: 1, max: 9 }, 1, 'by how much') },
      run: async (app, args, { progress }) => {
        expectTypeOf(args.id).toEqualTypeOf<string>();
        expectTypeOf(args.by).toEqualTypeOf<number>();
        progress(app.settings.values.OWN_TOPIC);
        await app.counter(args.id).increment(args.by);
        return app.counter(args.id).state();
      },
    }),
  ],
});

let app: Pick<App, 'close'> | undefined;
afterEach(() => app?.close());

describe('a configuration', () => {
  it('makes its domain for the settings, its own among them', async () => {
    const environment = { ...inMemory, OWN_TOPIC: 'elsewhere' };
    const settings = loadConfiguredSettings(config, { environment, envFile: null });
    const opened = await openApp(config, settings);
    app = opened;
    expect(opened.domain.topics).toEqual([{ name: 'elsewhere' }]);
    expect(opened.settings.values.OWN_TOPIC).toBe('elsewhere');
    expect(await opened.counter('c').state()).toBe(0);
  });

  it('brings commands that run on its application', async () => {
    const opened = await createApp(counters, inMemory);
    app = opened;
    const [own] = config.commands?.(defineCommand) ?? [];
    expect(own).toMatchObject({ name: 'add <id>', options: { by: { default: '1' } } });
    const lines: string[] = [];
    const tools = {
      signal: new AbortController().signal,
      progress: (line: string) => lines.push(line),
    };
    expect(await own?.run(opened as never, { id: 'c', by: 3 } as never, tools)).toBe(3);
  });

  it('names the adapters that its settings may choose', () => {
    const adapters = { queues: { carrier: () => Promise.reject(new Error('not opened')) } };
    const withQueue = { ...config, adapters };
    const environment = { QUEUE_TYPE: 'carrier' };
    const load = (from: typeof config) =>
      loadConfiguredSettings(from, { environment, envFile: null });
    expect(load(withQueue).queueType).toBe('carrier');
    expect(() => load(config)).toThrow(SettingsError);
  });
});
