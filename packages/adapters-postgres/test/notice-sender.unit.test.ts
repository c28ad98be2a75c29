import { describe, expect, it } from 'vitest';
import { VirtualClock } from '@foldmart/core/testing';
import { NoticeSender } from '../src/notices/notice-sender.js';

const intervalMs = 10;

function sending(send: () => Promise<boolean> = () => Promise.resolve(true)) {
  const clock = new VirtualClock();
  const sentAt: number[] = [];
  const errors: unknown[] = [];
  const sender = new NoticeSender({
    clock,
    intervalMs,
    send: () => {
      sentAt.push(clock.monotonic());
      return send();
    },
    onError: (error) => errors.push(error),
  });
  return { clock, sentAt, errors, sender };
}

describe('notices of appends', () => {
  it('are sent at once, and then at most once an interval, the last one included', async () => {
    const { clock, sentAt, sender } = sending();
    for (let ms = 0; ms < 35; ms += 1) {
      sender.appended();
      await clock.advance(1);
    }
    await clock.advance(1_000);
    expect(sentAt).toEqual([0, 10, 20, 30, 40]);
  });

  it('are sent at once again after a pause', async () => {
    const { clock, sentAt, sender } = sending();
    sender.appended();
    await clock.advance(25);
    sender.appended();
    await clock.advance(0);
    expect(sentAt).toEqual([0, 25]);
  });

  it('are tried every 200 ms while no other instance listens, and then every interval', async () => {
    let isHeard = false;
    const { clock, sentAt, sender } = sending(() => Promise.resolve(isHeard));
    for (let ms = 0; ms < 425; ms += 1) {
      if (ms === 250) isHeard = true;
      sender.appended();
      await clock.advance(1);
    }
    await sender.close();
    expect(sentAt).toEqual([0, 200, 400, 410, 420, 425]);
  });

  it('are sent before a close resolves, without the rest of the interval', async () => {
    const { clock, sentAt, sender } = sending();
    sender.appended();
    await clock.advance(1);
    sender.appended();
    await sender.close();
    expect(sentAt).toEqual([0, 1]);
  });

  it('that fail are reported, and the next ones are sent', async () => {
    const { clock, sentAt, errors, sender } = sending(() => Promise.reject(new Error('down')));
    sender.appended();
    await clock.advance(intervalMs);
    sender.appended();
    await clock.advance(intervalMs);
    expect(errors).toHaveLength(2);
    expect(sentAt).toEqual([0, 10]);
  });
});
