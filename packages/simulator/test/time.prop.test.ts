import { fc, it } from '@fast-check/vitest';
import { expect } from 'vitest';
import { cancelTimer, SimulatedTime } from '../src/time/simulated-time.js';

const delays = fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { maxLength: 60 });

it.prop([delays, fc.nat(5)])(
  'timers fall due in the order of their times, those of one time in theirs',
  (list, cancelled) => {
    const time = new SimulatedTime();
    const due: number[] = [];
    const timers = list.map((delayMs, index) => time.schedule(delayMs, () => due.push(index)));
    const isKept = (index: number): boolean => index % 6 !== cancelled;
    for (const [index, timer] of timers.entries()) if (!isKept(index)) cancelTimer(timer);
    for (let next = time.nextDueMs(); next !== Infinity; next = time.nextDueMs()) {
      for (const timer of time.advanceTo(next)) timer.run();
    }
    const micros = list.map((delayMs) => Math.ceil(delayMs * 1_000));
    const expected = [...list.keys()]
      .filter(isKept)
      .sort((one, other) => (micros[one] ?? 0) - (micros[other] ?? 0) || one - other);
    expect(due).toEqual(expected);
  },
);

it.prop([
  fc.double({ min: 1e-15, max: 1e-3, noNaN: true }),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
])('a delay takes time, however short it is and however late', (delayMs, startMs) => {
  const time = new SimulatedTime();
  time.advanceTo(startMs);
  const before = time.elapsedMs;
  time.schedule(delayMs, () => undefined);
  expect(time.nextDueMs()).toBeGreaterThan(before);
});
