import type { Runtime } from '@foldmart/composition';
import { PortError } from '@foldmart/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemObserver } from '../../src/observe/system-observer.js';
import { openLending } from '../support/lending.js';

let app: Awaited<ReturnType<typeof openLending>>;
beforeEach(async () => {
  app = await openLending();
});
afterEach(() => app.close());

function observe(
  changes: Partial<Runtime> = {},
  panels: ConstructorParameters<typeof SystemObserver>[1] = [],
) {
  return new SystemObserver({ ...app, ...changes }, panels);
}

describe('a sample of the system', () => {
  it('has the events since the one before, each once', async () => {
    const observer = observe();
    await app.book('dune').lend('ann');
    const first = await observer.read(5_000);
    expect(first.events.map(({ streamId }) => streamId)).toEqual(['book-dune']);
    await app.book('emma').lend('bob');
    const { events, projections } = await observer.read(5_000);
    expect(events.map(({ streamId, type, version }) => [streamId, type, version])).toEqual([
      ['book-emma', 'lent', 1],
    ]);
    expect(projections?.map(({ name, condition, behind }) => [name, condition, behind])).toEqual([
      ['loans', 'current', 0],
      ['readers', 'behind', 2],
    ]);
    expect((await observer.read(5_000)).events).toEqual([]);
  });

  it.each([
    new PortError({
      port: 'event-store',
      operation: 'open',
      reason: 'unavailable',
      message: 'it is away',
    }),
    new TypeError('it is away'),
  ])('names a service that fails with %s, and keeps the other parts', async (error) => {
    const { services, groups, projections } = await observe({
      inspect: () => Promise.reject(error),
    }).read(5_000);
    expect(services).toEqual([
      { name: 'queue', type: 'memory', isUp: true, trouble: null },
      { name: 'database', type: 'memory', isUp: false, trouble: 'it is away' },
    ]);
    expect([groups, projections]).toEqual([[], null]);
  });

  it('shows why a panel fails in its place', async () => {
    const bars = { kind: 'bars', bars: [{ label: 'a', value: 1 }] } as const;
    const { panels } = await observe({}, [
      { name: 'broken', title: 'Broken', read: () => Promise.reject(new Error('no table')) },
      { name: 'whole', title: 'Whole', read: async () => bars },
    ]).read(5_000);
    expect(panels).toEqual([
      { name: 'broken', title: 'Broken', figures: null, trouble: 'no table' },
      { name: 'whole', title: 'Whole', figures: bars, trouble: null },
    ]);
  });
});
