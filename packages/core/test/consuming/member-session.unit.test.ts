import { getEventListeners } from 'node:events';
import {
  DeliveryAttempts,
  HandlerSlots,
  MemberSession,
  PartitionDelivery,
  silentLogger,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';

const sessionMs = 1_000;
const message = { topic: 'orders', partition: 0, offset: '0', timestampMs: 0 };
const batch = {
  topic: 'orders',
  partition: 0,
  position: { from: '0', next: '1', topicId: null },
  messages: [{ ...message, key: null, value: null, headers: {} }],
};

/** A member whose session began now, and a delivery to its handler. */
function openMember() {
  const clock = new VirtualClock();
  const session = new MemberSession(clock, sessionMs);
  const handled: number[] = [];
  const delivery = new PartitionDelivery({
    handler: async () => void handled.push(clock.monotonic()),
    observer: {},
    slots: new HandlerSlots(1),
    attempts: new DeliveryAttempts(),
    retry: { firstDelayMs: 100, longestDelayMs: 1_000 },
    clock,
    random: { next: () => 1 },
    logger: silentLogger,
    session,
  });
  return { clock, session, delivery, handled };
}

describe('a member that has heard from its group', () => {
  it('begins work within its session', async () => {
    const { clock, delivery, handled } = openMember();
    await clock.drive(clock.sleep(sessionMs - 1));
    expect(await delivery.deliver(batch)).toBe(true);
    expect(handled).toHaveLength(1);
  });

  it('begins no work beyond it until a heartbeat of the session is answered', async () => {
    const { clock, session, delivery, handled } = openMember();
    const startedAt = clock.monotonic();
    await clock.drive(clock.sleep(sessionMs));
    const delivered = delivery.deliver(batch);
    await clock.drive(clock.sleep(1));
    session.heard(startedAt);
    await clock.drive(clock.sleep(1));
    expect(handled).toEqual([]);
    session.heard(clock.monotonic());
    expect(await delivered).toBe(true);
    expect(handled).toHaveLength(1);
  });

  it('begins none if its partition is lost meanwhile', async () => {
    const { clock, session, delivery, handled } = openMember();
    await clock.drive(clock.sleep(sessionMs));
    const delivered = delivery.deliver(batch);
    await clock.drive(clock.sleep(1));
    delivery.lose();
    expect(await delivered).toBe(false);
    session.heard(clock.monotonic());
    expect(handled).toEqual([]);
  });
});

describe('the wait for a heartbeat', () => {
  it('does not begin within the session, nor after the signal has aborted', async () => {
    const { clock, session } = openMember();
    const stop = new AbortController();
    expect(await settles(session.sure(stop.signal))).toBe(true);
    await clock.drive(clock.sleep(sessionMs));
    expect(await settles(session.sure(stop.signal))).toBe(false);
    expect(await settles(session.sure(AbortSignal.abort()))).toBe(true);
  });

  it('ends for all that wait, and leaves no listener on their signals', async () => {
    const { clock, session } = openMember();
    await clock.drive(clock.sleep(sessionMs));
    const [one, other, aborted] = [0, 1, 2].map(() => new AbortController());
    const waits = [one, other, aborted].map((each) => session.sure(each!.signal));
    aborted!.abort();
    expect(await settles(waits[2]!)).toBe(true);
    expect(await settles(waits[0]!)).toBe(false);
    session.heard(clock.monotonic());
    await Promise.all(waits);
    expect(getEventListeners(one!.signal, 'abort')).toEqual([]);
    expect(getEventListeners(other!.signal, 'abort')).toEqual([]);
  });
});

/** Whether a promise has settled once everything that can run has run. */
async function settles(work: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  void work.then(() => (isSettled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return isSettled;
}
