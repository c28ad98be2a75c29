import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventRing } from '../../src/live/event-ring.js';

describe('the ring of live messages', () => {
  it('gives each reader what it has missed, or tells that some is lost', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 10 }), fc.nat(50), (count, kept, seen) => {
        const ring = new EventRing(kept);
        for (let nth = 0; nth < count; nth += 1) ring.add(String);
        const missed = ring.since(seen)?.map(({ text }) => text);
        const canResume = seen <= count && seen >= count - kept;
        const expected = Array.from({ length: count - seen }, (_value, nth) =>
          String(seen + nth + 1),
        );
        expect(missed).toEqual(canResume ? expected : undefined);
      }),
    );
  });
});
