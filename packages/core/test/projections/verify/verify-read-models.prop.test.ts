import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catchUpProjection, type EventEnvelope } from '@foldmart/core';
import { placed, read, record } from '../../support/reading-room.js';
import { roomAfter, takePages, verify } from '../../support/verified-room.js';

const books = ['a', 'b', 'c', 'd', 'e'];

/** Events in the streams of a few books; a book may be read before it is added. */
const histories = fc
  .array(fc.tuple(fc.constantFrom(...books), fc.constantFrom('s', 't')), {
    minLength: 1,
    maxLength: 30,
  })
  .chain((readings) => {
    const events = readings.map(([book], nth) => read(book, nth));
    const arrivals = [...new Set(readings.map(([book]) => book))].map((book) =>
      placed(book, readings.find(([other]) => other === book)?.[1] ?? 's'),
    );
    return fc.shuffledSubarray([...events, ...arrivals], { minLength: events.length });
  });

describe('verifying read models', () => {
  it('finds no difference, however far the projections are and however it splits the rows', async () => {
    const figures = fc.record({ pages: fc.nat(12), rowsAtOnce: fc.integer({ min: 1, max: 40 }) });
    await fc.assert(
      fc.asyncProperty(histories, figures, async (events, { pages, rowsAtOnce }) => {
        const lagging = await roomAfter(events, pages);
        const whole = await verify(lagging);
        expect(whole).toMatchObject({ events: events.length, differences: [], differenceCount: 0 });
        const behind = Math.max(0, events.length - 2 * pages);
        const expected = ['readings', 'shelves'].map((name) => ({ name, behind }));
        expect(whole.lagging).toStrictEqual(behind === 0 ? [] : expected);
        expect(await verify(lagging, undefined, { rowsAtOnce })).toStrictEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('finds none if events of one row were appended while a projection had seen only some of them', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.array(fc.nat(6)), async (events, steps) => {
        const scene = await roomAfter([]);
        const { room, instance, parts, all } = scene;
        let recorded = 0;
        for (const [index, pages] of [...steps, 0].entries()) {
          const until = index === steps.length ? events.length : recorded + (pages % 4);
          await room.drive(record(instance.events, events.slice(recorded, until)));
          recorded = Math.min(events.length, until);
          const projection = all[1 + (index % 2)]!;
          await room.drive(takePages({ instance, all, parts }, projection, pages % 3));
        }
        expect(await verify(scene)).toMatchObject({ events: events.length, differences: [] });
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same hash for any interleaving of streams and any checkpoints', async () => {
    const seeds = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(histories, seeds, fc.nat(12), async (events, choices, pages) => {
        const one = await verify(await roomAfter(events));
        const other = await verify(await roomAfter(interleaved(events, choices), pages));
        expect(other.stateHash).toBe(one.stateHash);
        expect(one.stateHash).toMatch(/^[\da-f]{64}$/);
        const more = await verify(await roomAfter([...events, read('a', 99)]));
        expect(more.stateHash).not.toBe(one.stateHash);
      }),
      { numRuns: 60 },
    );
  });

  it('reports the number of rows', async () => {
    const { models } = await verify(
      await roomAfter([placed('a', 's'), read('a', 1), read('b', 1)]),
    );
    expect(models).toStrictEqual([
      { name: 'books', rows: 1, differences: 0 },
      { name: 'readings', rows: 2, differences: 0 },
      { name: 'shelves', rows: 1, differences: 0 },
    ]);
  });
});

/** The same streams, interleaved differently. */
function interleaved(
  events: readonly EventEnvelope[],
  choices: readonly number[],
): readonly EventEnvelope[] {
  const streams = new Map<unknown, EventEnvelope[]>();
  for (const event of events) {
    const { book } = event.data;
    streams.set(book, [...(streams.get(book) ?? []), event]);
  }
  return events.map((_event, index) => {
    const left = [...streams.values()].filter(({ length }) => length > 0);
    return left[choices[index % choices.length]! % left.length]!.shift()!;
  });
}

const history = [placed('a', 's'), placed('b', 's'), read('a', 1), read('a', 2), read('b', 1)];

describe('a verification', () => {
  it('reports progress, and stops when its signal aborts', async () => {
    const scene = await roomAfter(history);
    const stop = new AbortController();
    const told: unknown[] = [];
    const onProgress = (progress: unknown): void => {
      told.push(progress);
      if (told.length === 2) stop.abort(new Error('enough'));
    };
    const options = { rowsAtOnce: 1, signal: stop.signal, onProgress };
    await expect(verify(scene, undefined, options)).rejects.toThrow('enough');
    expect(told).toStrictEqual([
      { events: 1, total: 5 },
      // One event leaves a row: eight parts, of which each folds all five events.
      { events: 2, total: 1 + 8 * 5 },
    ]);
  });

  it('compares one moment, whatever is written during the verification', async () => {
    const scene = await roomAfter(history);
    const { room, instance, parts, all } = scene;
    const onProgress = (): void => {
      void record(instance.events, [placed('z', 'u'), read('a', 50)]);
      void catchUpProjection(parts, all[1]!);
    };
    const found = await verify(scene, undefined, { onProgress });
    expect(found).toMatchObject({ events: history.length, differences: [] });
    await room.drive(room.clock.sleep(1_000));
    expect(await verify(scene)).toMatchObject({ events: history.length + 2, differences: [] });
  });
});
