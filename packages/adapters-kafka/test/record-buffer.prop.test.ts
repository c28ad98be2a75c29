import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FetchedRecord } from '../src/client/kafka-client.js';
import { RecordBuffer } from '../src/consumer/record-buffer.js';

const answers = fc.array(
  fc.record({
    sizes: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 20 }),
    markers: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
);

function recordOf(offset: number, sizeBytes: number): FetchedRecord {
  return {
    offset: String(offset),
    timestampMs: 0,
    key: null,
    value: Buffer.alloc(sizeBytes),
    headers: {},
    payloadBytes: sizeBytes,
  };
}

it('returns every record once, in order, in slices within both bounds', () => {
  fc.assert(
    fc.property(
      answers,
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 100 }),
      (read, maxRecords, maxBytes) => {
        const buffer = new RecordBuffer();
        let offset = 0;
        for (const { sizes, markers } of read) {
          const records = sizes.map((size) => recordOf(offset++, size));
          offset += markers;
          buffer.push({ partition: 0, records, nextOffset: BigInt(offset) });
        }
        const total = read.flatMap(({ sizes }) => sizes).length;
        const taken: FetchedRecord[] = [];
        let next = 0n;
        while (buffer.count > 0) {
          const slice = buffer.take(maxRecords, maxBytes);
          const bytes = slice.records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
          expect(slice.records.length).toBeLessThanOrEqual(maxRecords);
          expect(bytes <= maxBytes || slice.records.length === 1).toBe(true);
          expect(slice.nextOffset).toBeGreaterThan(BigInt(slice.records.at(-1)?.offset ?? -1));
          taken.push(...slice.records);
          next = slice.nextOffset;
        }
        const offsets = taken.map((record) => Number(record.offset));
        expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
        expect(new Set(offsets).size).toBe(total);
        expect([next, buffer.bytes]).toEqual([BigInt(offset), 0]);
      },
    ),
  );
});
