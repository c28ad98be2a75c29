import {
  assertReadRequest,
  assertSubscribeOptions,
  closeDeadlineMs,
  type PortError,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const place = { topic: 'orders', group: 'g', member: 'm' };
const noCounts = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY];

describe('the options of a subscription', () => {
  it.each(['maxBatchMessages', 'maxConcurrentPartitions'] as const)(
    'refuse %s that is not a whole number from 1',
    (name) => {
      expect(() => assertSubscribeOptions({ ...place, [name]: 1 })).not.toThrow();
      for (const count of noCounts) {
        expect(refusalOf(() => assertSubscribeOptions({ ...place, [name]: count }))).toEqual({
          port: 'event-bus',
          operation: 'subscribe',
          reason: 'rejected',
          message: `subscribe: ${name} must be a whole number from 1, not ${count}.`,
        });
      }
    },
  );

  it('may leave both out', () => {
    expect(() => assertSubscribeOptions(place)).not.toThrow();
  });
});

describe('a request to read a topic', () => {
  it.each(['', ' 1', '1 ', '-1', '1.5', 'x1', '1x', '1'.repeat(19)])(
    'refuses %j as an offset',
    (from) => {
      expect(refusalOf(() => assertReadRequest(request({ from })))).toEqual({
        port: 'event-bus',
        operation: 'read',
        reason: 'rejected',
        message: `read: ${JSON.stringify(from)} is no offset.`,
      });
    },
  );

  it('takes offsets of up to 18 digits', () => {
    for (const from of ['0', '9'.repeat(18)]) {
      expect(() => assertReadRequest(request({ from }))).not.toThrow();
    }
  });

  it.each(noCounts)('refuses the limit %d', (limit) => {
    const { message } = refusalOf(() => assertReadRequest(request({ limit })));
    expect(message).toBe(`read: limit must be a whole number from 1, not ${limit}.`);
  });

  function request(more: object) {
    return { topic: 'orders', partition: 0, from: '0', limit: 1, ...more };
  }
});

describe('the deadline of a close', () => {
  it('is the given one, or else the default', () => {
    expect(closeDeadlineMs({ deadlineMs: 0 }, 5_000)).toBe(0);
    expect(closeDeadlineMs({ deadlineMs: 2_147_483_647 }, 5_000)).toBe(2_147_483_647);
    expect(closeDeadlineMs({}, 5_000)).toBe(5_000);
    expect(closeDeadlineMs(undefined, 5_000)).toBe(5_000);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2_147_483_648])(
    'is refused if it is %d',
    (deadlineMs) => {
      expect(refusalOf(() => closeDeadlineMs({ deadlineMs }, 5_000))).toEqual({
        port: 'event-bus',
        operation: 'close',
        reason: 'rejected',
        message: `close: deadlineMs must be a whole number from 0, not ${deadlineMs}.`,
      });
    },
  );
});

function refusalOf(call: () => unknown) {
  try {
    call();
  } catch (error) {
    const { port, operation, reason, message } = error as PortError;
    return { port, operation, reason, message };
  }
  throw new Error('The call was not refused.');
}
