import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { PublishQueue } from '../src/event-bus/publish-queue.js';
import { encodeMessage, type EncodedMessage } from '../src/codec.js';

const limits = { maxMessages: 5, maxBytes: 40 };
const sizes = fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1 }));

function messageOf(name: string, size: number): EncodedMessage {
  return encodeMessage({ key: name, value: 'x'.repeat(size) });
}

describe('the publish queue', () => {
  test.prop([sizes])('sends every message once, in order, within its limits', async (calls) => {
    const flights: (readonly EncodedMessage[])[] = [];
    const queue = new PublishQueue(limits, async (messages) => {
      flights.push(messages);
    });
    const named = calls.map((call, at) => call.map((size, of) => messageOf(`${at}/${of}`, size)));
    await Promise.all(named.map((messages) => queue.add(messages)));
    expect(flights.flat()).toEqual(named.flat());
    for (const flight of flights) {
      const bytes = flight.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      expect(flight.length).toBeLessThanOrEqual(limits.maxMessages);
      expect(flight.length === 1 || bytes <= limits.maxBytes).toBe(true);
    }
    expect(queue.waitingBytes).toBe(0);
  });

  it('fails what waits behind a failed flight, and continues with later calls', async () => {
    const sent: string[] = [];
    const queue = new PublishQueue({ maxMessages: 1, maxBytes: 100 }, async ([message]) => {
      await Promise.resolve();
      if (message?.key === 'bad') throw new Error('no');
      sent.push(String(message?.key));
    });
    const calls = ['first', 'bad', 'behind'].map((key) => queue.add([messageOf(key, 1)]));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await queue.add([messageOf('later', 1)]);
    expect(sent).toEqual(['first', 'later']);
    await queue.idle();
  });
});
