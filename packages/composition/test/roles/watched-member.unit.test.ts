import { PortError, silentLogger, type Subscription } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Watchdog } from '../../src/progress/index.js';
import { WatchedMember, type JoinGroup } from '../../src/roles/watched-member.js';

const limitMs = 8_000;
const hangs = new Promise<never>(() => undefined);
const stall = { role: 'consumers', work: 'c1 at orders/0', at: 'its batch', forMs: limitMs };

let clock: VirtualClock;
let watchdog: Watchdog;
beforeEach(() => {
  clock = new VirtualClock();
  watchdog = new Watchdog({ limitMs, clock, logger: silentLogger, isOutage: () => false });
});

function subscription(close: () => Promise<void> = () => Promise.resolve()): Subscription {
  return { member: 'c1', assignments: () => [0], ended: hangs, close };
}

/** A member that has joined once, and joins again by `again`. */
async function joined(first: Subscription, again: JoinGroup): Promise<WatchedMember> {
  let joins = 0;
  const random = { next: () => 0.5 };
  const member = new WatchedMember({ watchdog, clock, random, logger: silentLogger }, () => {
    joins += 1;
    return joins === 1 ? Promise.resolve(first) : again();
  });
  await member.start();
  return member;
}

describe('a member that joins its group again', () => {
  it('ends if the second join hangs, and nothing waits for what hangs', async () => {
    const member = await joined(subscription(), () => hangs);
    member.stalled(stall, 1);
    await expect(clock.drive(member.ended)).rejects.toThrow(
      /^consumers: c1 at orders\/0 does not move: joining its group again has not ended/,
    );
    expect(watchdog.isHopeless).toBe(true);
  });

  it('ends if its former membership cannot be closed', async () => {
    const member = await joined(
      subscription(() => hangs),
      () => Promise.resolve(subscription()),
    );
    member.stalled(stall, 1);
    await expect(clock.drive(member.ended)).rejects.toThrow(/its batch has not ended/);
    expect(watchdog.isHopeless).toBe(true);
  });

  it('joins although the commit of the former membership failed', async () => {
    const unavailable = outage();
    const member = await joined(
      subscription(() => Promise.reject(unavailable)),
      () => Promise.resolve({ ...subscription(), assignments: () => [1] }),
    );
    member.stalled(stall, 1);
    await clock.advance(limitMs);
    expect(member.assignments()).toEqual([1]);
  });

  it('ends without an error if it is closed during an outage', async () => {
    let attempts = 0;
    const member = await joined(subscription(), () => {
      attempts += 1;
      return Promise.reject(outage());
    });
    member.stalled(stall, 1);
    await clock.advance(30_000);
    expect(attempts).toBeGreaterThan(1);
    await clock.drive(member.close());
    await expect(clock.drive(member.ended)).resolves.toBeUndefined();
  });
});

function outage(): PortError {
  return new PortError({
    port: 'event-bus',
    operation: 'subscribe',
    reason: 'unavailable',
    message: 'nothing listens there',
  });
}
