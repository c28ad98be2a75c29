import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp, type App } from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import { counter } from './counter.js';
import { inMemory } from './in-memory.js';
import { totalling, totals } from './totals.js';

const domain = defineDomain({ name: 'counters', deciders: { counter }, projections: [totalling] });

let app: App<typeof domain.deciders>;

beforeEach(async () => {
  app = await createApp(domain, inMemory);
});

afterEach(() => app.close());

describe('an application that waits for its own write', () => {
  it('reads it from an asynchronous projection', async () => {
    await app.start({ roles: ['projections'] });
    for (let total = 1; total <= 5; total += 1) {
      const { position } = await app.counter('c').increment(1);
      await app.waitFor(position);
      expect(await app.rows.get(totals, { name: 'all' })).toMatchObject({ total });
    }
  });

  it('waits for a command that was handled before, too', async () => {
    const options = { commandId: 'once' };
    const { position } = await app.counter('c').increment(1, options);
    const again = await app.counter('c').increment(1, options);
    expect(again).toMatchObject({ isRepeat: true, position });
  });

  it('does not wait for a command without events, or for inline projections', async () => {
    const { position } = await app.counter('c').clear(undefined);
    expect(position).toBeUndefined();
    await app.waitFor(position);
    const written = await app.counter('c').increment(1);
    await app.waitFor(written.position, { projections: [] });
  });

  it('rejects if nobody runs the projection, and for a name that is unknown', async () => {
    const { position } = await app.counter('c').increment(1);
    await expect(app.waitFor(position, { timeoutMs: 20 })).rejects.toMatchObject({
      reason: 'timeout',
      hint: 'run the projections in a process, or wait longer',
    });
    await expect(app.waitFor(position, { projections: ['total'] })).rejects.toThrow(
      'There is no projection total.',
    );
  });
});
