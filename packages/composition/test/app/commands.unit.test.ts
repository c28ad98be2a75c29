import { afterEach, describe, expect, it } from 'vitest';
import { createApp, type App } from '@foldmart/composition';
import { isValidationError, isVersionConflictError } from '@foldmart/core';
import { counter, counters } from './counter.js';
import { inMemory } from './in-memory.js';

const opened: App[] = [];

async function openCounters() {
  const app = await createApp(counters, inMemory);
  opened.push(app);
  return app;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

describe('the commands of an application', () => {
  it('change the state of one subject', async () => {
    const app = await openCounters();
    const { state, version, events } = await app.counter('c1').increment(2);
    expect({ state, version }).toEqual({ state: 2, version: 1 });
    expect(events).toEqual([{ type: 'incremented', data: { by: 2 } }]);
    await app.counter('c1').increment(3);
    expect(await app.counter('c1').state()).toBe(5);
    expect(await app.counter('c2').state()).toBe(0);
    expect(app.counter('c1').streamId).toBe('counter-c1');
  });

  it('may come as data', async () => {
    const app = await openCounters();
    await app.handle('counter', 'c1', { type: 'increment', data: 2 });
    expect(await app.counter('c1').state()).toBe(2);
    await expect(
      // @ts-expect-error -- there is no such command
      app.handle('counter', 'c1', { type: 'decrement', data: 2 }),
    ).rejects.toThrow('There is no command decrement.');
  });

  it('refuse what the decider refuses, and then change nothing', async () => {
    const app = await openCounters();
    await expect(app.counter('c1').increment(-1)).rejects.toSatisfy(isValidationError);
    await expect(app.counter('c1').increment(0.5)).rejects.toSatisfy(isValidationError);
    expect((await app.counter('c1').load()).version).toBe(0);
  });

  it('know the id that they were sent to', async () => {
    const app = await openCounters();
    await app.counter('c1').increment(2);
    const { events } = await app.counter('c1').clear();
    expect(events).toEqual([{ type: 'reset', data: { reason: 'clear c1' } }]);
    expect((await app.counter('c1').clear()).events).toEqual([]);
  });

  it('show a state as it was at a version', async () => {
    const app = await openCounters();
    await app.counter('c1').increment(2);
    await app.counter('c1').increment(3);
    expect(await app.counter('c1').state({ version: 1 })).toBe(2);
  });

  it('are handled once under one id, also when they race', async () => {
    const app = await openCounters();
    const options = { commandId: 'request-7' };
    const results = await Promise.all(
      Array.from({ length: 5 }, () => app.counter('c1').increment(2, options)),
    );
    expect(results.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    expect(await app.counter('c1').state()).toBe(2);
    await app.counter('c2').increment(4, options);
    expect(await app.counter('c2').state()).toBe(4);
  });

  it('are handled once under one id, also if a race decides something else', async () => {
    const app = await openCounters();
    await app.counter('c1').increment(1);
    const options = { commandId: 'clear-once' };
    const results = await Promise.all([
      app.counter('c1').increment(5, options),
      app.counter('c1').clear(undefined, options),
      app.counter('c1').increment(7, { ...options, expectedVersion: 1 }),
    ]);
    expect(results.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    expect((await app.counter('c1').load()).version).toBe(2);
  });

  it('keep to the version that the caller expects', async () => {
    const app = await openCounters();
    await app.counter('c1').increment(2);
    await expect(app.counter('c1').increment(2, { expectedVersion: 0 })).rejects.toSatisfy(
      isVersionConflictError,
    );
  });

  it('record correlation, cause and trace', async () => {
    const app = await openCounters();
    const traceParent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await app
      .counter('c1')
      .increment(2, { correlationId: 'basket', causationId: 'click', traceParent });
    const { events } = await (await app.database()).events.readStream('counter-c1');
    expect(events[0]).toMatchObject({ correlationId: 'basket', causationId: 'click', traceParent });
  });

  it('have types', async () => {
    const app = await openCounters();
    const typed = async (): Promise<void> => {
      // @ts-expect-error -- the input is a number
      await app.counter('c1').increment('2');
      // @ts-expect-error -- there is no such command
      expect(app.counter('c1').decrement).toBeUndefined();
      // @ts-expect-error -- there is no such decider
      expect(app.county).toBeUndefined();
      const state: number = await app.counter('c1').state();
      expect(state).toBeTypeOf('number');
    };
    expect(typed).toBeTypeOf('function');
    expect(counter.decide({ type: 'increment', data: 1 }, 1)).toHaveLength(1);
  });
});
