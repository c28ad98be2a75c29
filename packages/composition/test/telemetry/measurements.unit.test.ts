import { VirtualClock } from '@foldmart/core/testing';
import { expect, it } from 'vitest';
import { Measurements } from '../../src/telemetry/exporters/measurements.js';

function scene() {
  const clock = new VirtualClock();
  const failed: string[] = [];
  return { clock, failed, measurements: new Measurements(clock, (name) => failed.push(name)) };
}

it('counts a measurement that rejects, and makes the others', async () => {
  const { failed, measurements } = scene();
  let made = 0;
  measurements.add('broken', () => Promise.reject(new Error('no broker answers')));
  measurements.add('fine', async () => void (made += 1));
  await measurements.run();
  expect([failed, made]).toEqual([['broken'], 1]);
});

it('waits for a slow measurement for 3 s, and does not start it a second time', async () => {
  const { clock, failed, measurements } = scene();
  let started = 0;
  let finish = (): void => undefined;
  measurements.add('slow', () => {
    started += 1;
    return new Promise((resolve) => (finish = resolve));
  });
  const first = measurements.run();
  await clock.advance(3_000);
  await first;
  await measurements.run();
  expect([failed, started]).toEqual([['slow', 'slow'], 1]);
  finish();
  await Promise.resolve();
  const third = measurements.run();
  expect(started).toBe(2);
  finish();
  await third;
  expect(failed).toHaveLength(2);
});

it('is shared by readers at the same time, and ends for what is removed', async () => {
  const { measurements } = scene();
  let made = 0;
  const remove = measurements.add('counted', async () => void (made += 1));
  await Promise.all([measurements.run(), measurements.run()]);
  expect(made).toBe(1);
  remove();
  await measurements.run();
  expect(made).toBe(1);
});
