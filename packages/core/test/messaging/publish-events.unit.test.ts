import { createBusPublisher, type EventBus, type EventEnvelope } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';

const clock = new VirtualClock();
const busLike: Pick<EventBus, 'capabilities'> = {
  capabilities: { durability: 'process', isShared: false, maxMessageBytes: 1_000 },
};

/** A codec that takes the topic from the type, and a bus that records bodies, 10 ms after each call. */
function scene(fail: (bodies: readonly string[]) => void = () => undefined) {
  const sent: Record<string, string[]> = {};
  const bus = {
    ...busLike,
    async publish(topic: string, messages: readonly { value: unknown }[]) {
      const bodies = messages.map(({ value }) => String(value));
      (sent[topic] ??= []).push(...bodies);
      await clock.sleep(10);
      fail(bodies);
    },
  } as unknown as EventBus;
  const codec = {
    encode: ({ type, id }: EventEnvelope) => ({ topic: type, message: { key: 'k', value: id } }),
    decode: () => {
      throw new Error('not decoded here');
    },
  };
  return { sent, publish: createBusPublisher({ bus, codec }, { batchSize: 2 }) };
}

const events = (type: string, ...ids: readonly string[]): readonly EventEnvelope[] =>
  ids.map((id) => ({ id, type, schemaVersion: 1, time: '', origin: 'test', data: {} }));

describe('concurrent calls of a publisher on a bus', () => {
  it('keep their order in each topic, also a call of several batches or topics', async () => {
    const { publish, sent } = scene();
    const calls = [
      [...events('one', 'a', 'b', 'c', 'd', 'e'), ...events('two', 'a')],
      [...events('two', 'b'), ...events('one', 'f')],
      events('two', 'c', 'd', 'e'),
      [...events('one', 'g'), ...events('two', 'f')],
    ].map((call) => publish(call));
    await clock.drive(Promise.all(calls));
    expect(sent).toEqual({
      one: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      two: ['a', 'b', 'c', 'd', 'e', 'f'],
    });
  });

  it.each([
    { size: 'of one batch share the flight', first: ['a', 'b'], durationMs: 10 },
    { size: 'of several batches do not', first: ['a', 'b', 'c'], durationMs: 30 },
  ])('$size', async ({ first, durationMs }) => {
    const { publish, sent } = scene();
    const startedAt = clock.monotonic();
    await clock.drive(
      Promise.all([publish(events('one', ...first)), publish(events('one', 'y', 'z'))]),
    );
    expect(clock.monotonic() - startedAt).toBe(durationMs);
    expect(sent).toEqual({ one: [...first, 'y', 'z'] });
  });

  it('do not send the rest of a call that failed', async () => {
    const { publish, sent } = scene((bodies) => {
      if (bodies.includes('a')) throw new Error('no');
    });
    const calls = [publish(events('one', 'a', 'b', 'c')), publish(events('one', 'd'))];
    const outcomes = await clock.drive(Promise.allSettled(calls));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(sent).toEqual({ one: ['a', 'b', 'd'] });
  });
});
