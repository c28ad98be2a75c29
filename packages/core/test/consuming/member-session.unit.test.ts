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
