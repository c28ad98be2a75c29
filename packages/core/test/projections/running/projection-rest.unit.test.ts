import { describe, expect, it } from 'vitest';
import { PortError, runProjection, type EventEnvelope } from '@foldmart/core';
import { placed, read, ReadingRoom, record } from '../../support/reading-room.js';

const pageSize = 10;
const stepMs = 100;

const restart = new PortError({
  port: 'projection-store',
  operation: 'advance',
  reason: 'unavailable',
  message: 'restarting',
});

/** Follows readings for two minutes at a rate, with steps that take a tenth of a second. */
async function follow(everyMs: number, { failsEvery = Number.POSITIVE_INFINITY } = {}) {
  const room = new ReadingRoom();
  const { clock } = room;
  const { instance, parts, all } = room.open();
  const { projections } = instance;
  const readings = all[1]!;
  let [projected, calls] = [0, 0];
  const store: typeof projections = Object.create(projections) as typeof projections;
  store.checkpoint = (projection) => projections.checkpoint(projection);
  store.states = () => projections.states();
  store.advance = async (step) => {
    await clock.sleep(stepMs);
    if ((calls += 1) % failsEvery === 0) throw restart;
    return projections.advance(step);
  };
  const stop = new AbortController();
  let [appended, mostBehind, steps] = [0, 0, 0];
  const append = async (event: EventEnvelope): Promise<void> => {
    await record(instance.events, [event]);
    appended += 1;
    mostBehind = Math.max(mostBehind, appended - projected);
  };
  await room.drive(append(placed('a', 's')));
  for (let nth = 1; nth * everyMs < 120_000; nth += 1)
    clock.schedule(nth * everyMs, () => void append(read('a', nth)));
  clock.schedule(120_000, () => stop.abort());
  await room.drive(
    runProjection({ ...parts, projections: store }, readings, {
      signal: stop.signal,
      pageSize,
      restShare: 11,
      onStep: ({ events }) => {
        projected += events;
        steps += 1;
      },
    }),
  );
  return { appended, projected, mostBehind, steps };
}

describe('the rest of a projection', () => {
  it('is eleven times as long as its work, as long as it keeps up', async () => {
    const { appended, projected, steps } = await follow(200);
    expect(projected).toBeGreaterThan(appended - pageSize);
    expect(steps * stepMs).toBeLessThan(120_000 / 11);
  });

  it('becomes shorter while the projection falls behind, so that its lag stays bounded', async () => {
    const { appended, mostBehind } = await follow(20);
    expect(appended).toBe(6_000);
    // At full rest it would project 1,000 of them.
    expect(mostBehind).toBeLessThan(100 * pageSize);
  });

  it('stays short when the store fails now and then', async () => {
    const { mostBehind } = await follow(20, { failsEvery: 5 });
    expect(mostBehind).toBeLessThan(120 * pageSize);
  });
});
