import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planRounds, type EncodedItem } from '../src/event-store/ingest/ingest-rounds.js';

const drawnItems = fc.array(
  fc.record({
    streamId: fc.constantFrom('a', 'b', 'c'),
    id: fc.constantFrom('1', '2', '3', '4', '5', '6'),
    startsStream: fc.boolean(),
  }),
  { maxLength: 20 },
);

function itemsOf(drawn: readonly { streamId: string; id: string; startsStream: boolean }[]) {
  return drawn.map(({ streamId, id, startsStream }, index): EncodedItem => {
    const event = { id, type: 't', data: {}, schemaVersion: 1, time: '', origin: '' };
    return { index, streamId, startsStream, event, json: '{}' };
  });
}

it('rounds contain every item once, and no two items of a round conflict', () => {
  fc.assert(
    fc.property(drawnItems, (drawn) => {
      const items = itemsOf(drawn);
      const rounds = planRounds(items);
      expect(rounds.flat().toSorted((a, b) => a.index - b.index)).toEqual(items);
      for (const round of rounds) {
        const ids = round.map(({ event }) => event.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { streamId } of round.filter(({ startsStream }) => startsStream)) {
          expect(round.filter((other) => other.streamId === streamId)).toHaveLength(1);
        }
      }
    }),
  );
});

it('conflicting items keep the order of the batch', () => {
  fc.assert(
    fc.property(drawnItems, (drawn) => {
      const order = planRounds(itemsOf(drawn)).flat();
      for (const [place, item] of order.entries()) {
        const meeting = order
          .slice(0, place)
          .filter((other) => other.streamId === item.streamId || other.event.id === item.event.id);
        for (const other of meeting) expect(other.index).toBeLessThan(item.index);
      }
    }),
  );
});

it('orders, of which each opens its own stream, need one round', () => {
  const drawn = Array.from({ length: 500 }, (_, nth) => ({
    streamId: `order-${String(nth)}`,
    id: String(nth),
    startsStream: true,
  }));
  expect(planRounds(itemsOf(drawn))).toHaveLength(1);
});
