import { describe, expect, it } from 'vitest';
import { VirtualClock } from '@foldmart/core/testing';
import { NO_TIMESTAMP, RecordTime } from '../src/producer/record-time.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const brokerMs = Date.UTC(2026, 1, 3);

/** A clock that can be set. */
function settableClock(startMs: number) {
  const clock = new VirtualClock(startMs);
  let setByMs = 0;
  return {
    now: () => clock.now() + setByMs,
    monotonic: () => clock.monotonic(),
    schedule: clock.schedule.bind(clock),
    sleep: clock.sleep.bind(clock),
    pass: (ms: number) => clock.drive(clock.sleep(ms)),
    set: (byMs: number) => void (setByMs += byMs),
  };
}

const refusal = (earliest: number, latest: number) =>
  `Timestamp 1 of message with offset 0 is out of range. The timestamp should be within [${earliest}, ${latest}]`;
const anyPast = refusal(-9_223_372_036_854_775_000, brokerMs + HOUR_MS);

describe('the time of records', () => {
  it('is that of the process until the broker refuses it', () => {
    const time = new RecordTime(settableClock(brokerMs + 30 * DAY_MS));
    expect(time.now()).toBe(brokerMs + 30 * DAY_MS);
  });

  it.each([30 * DAY_MS, 2 * HOUR_MS])(
    'is that of the broker, which continues, if the clock is %d ms ahead',
    async (aheadMs) => {
      const clock = settableClock(brokerMs + aheadMs);
      const time = new RecordTime(clock);
      expect(time.correct(time.now(), anyPast)).toBe(true);
      expect(time.now()).toBe(brokerMs);
      await clock.pass(5_000);
      expect(time.now()).toBe(brokerMs + 5_000);
    },
  );

  it('is within the range of a broker that also limits the past', () => {
    const time = new RecordTime(settableClock(brokerMs - 30 * DAY_MS));
    const range = refusal(brokerMs - 60_000, brokerMs + 60_000);
    expect(time.correct(time.now(), range)).toBe(true);
    expect(time.now()).toBe(brokerMs - 60_000);
  });

  it('is that of the process again once its clock is set', () => {
    const clock = settableClock(brokerMs + 30 * DAY_MS);
    const time = new RecordTime(clock);
    time.correct(time.now(), anyPast);
    clock.set(-30 * DAY_MS);
    expect(time.now()).toBe(brokerMs);
    clock.set(10 * DAY_MS);
    expect(time.now()).toBe(brokerMs + 10 * DAY_MS);
  });

  it('is absent if the broker states no range, or refuses its own time', () => {
    const silent = new RecordTime(settableClock(brokerMs + 30 * DAY_MS));
    expect(silent.correct(silent.now(), '')).toBe(true);
    expect(silent.now()).toBe(NO_TIMESTAMP);
    expect(silent.correct(NO_TIMESTAMP, '')).toBe(false);

    const strict = new RecordTime(settableClock(brokerMs));
    expect(strict.correct(strict.now(), anyPast)).toBe(true);
    expect(strict.now()).toBe(NO_TIMESTAMP);
  });
});
