import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FetchedRecord, OutgoingRecord } from '../src/client/kafka-client.js';
import { toRecord } from '../src/codec.js';
import { crc32c } from '../src/wire/crc32c.js';
import { encodeRecordBatch } from '../src/wire/record-batch-encoder.js';
import { readRecordBatches } from '../src/wire/record-batch-decoder.js';
import { ByteReader } from '../src/wire/byte-reader.js';
import { sizeOfVarint, writeVarint } from '../src/wire/varint.js';

const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => Buffer.from(data));
const part = fc.option(fc.oneof(bytes, fc.string({ unit: 'grapheme' })), { nil: null });
const headersOf = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.dictionary(name, value, { noNullPrototype: true });
const anyText = fc.string({ unit: 'grapheme' });
const headers = fc.oneof(
  headersOf(anyText, anyText),
  headersOf(fc.constantFrom('id', 'ix', 'é', 'time'), fc.constantFrom('a', 'b', 'ab', 'é', '')),
  headersOf(
    fc.constantFrom('id', 'n'.repeat(64), 'time'),
    fc.constantFrom(
      '',
      'v'.repeat(63),
      'v'.repeat(64),
      'v'.repeat(8_192),
      `${'v'.repeat(200)}é`,
      '\x7f',
    ),
  ),
);
const records = fc.array(fc.record({ key: part, value: part, headers }), {
  minLength: 1,
  maxLength: 150,
});
const compression = fc.constantFrom('none', 'gzip', 'lz4' as const);

const attributes = { timestampMs: 1_770_129_005_000, producerId: 7n, producerEpoch: 1 };

async function readAll(data: Buffer): Promise<FetchedRecord[]> {
  const read: FetchedRecord[] = [];
  for (const batch of readRecordBatches(data)) read.push(...(await batch.records()));
  return read.map(decoded);
}

function decoded(record: FetchedRecord): FetchedRecord {
  const { offset, timestampMs, key, value, headers: named, payloadBytes } = record;
  return { offset, timestampMs, key, value, headers: named, payloadBytes };
}

function expected(record: OutgoingRecord, index: number): FetchedRecord {
  const toBytes = (value: string | Buffer | null) => (value === null ? null : Buffer.from(value));
  const [key, value] = [toBytes(record.key), toBytes(record.value)];
  return {
    offset: String(index),
    timestampMs: attributes.timestampMs,
    key,
    value,
    headers: record.headers,
    payloadBytes: (key?.length ?? 0) + (value?.length ?? 0),
  };
}

/** Of a record batch: everything before the records. */
const HEADER_BYTES = 61;

const halvesOfPair = { key: null, value: null, headers: { '\ud83d': '\ude00' } };

function contentBytesOf({ key, value, headers: named }: OutgoingRecord): number {
  const parts = [key ?? '', value ?? '', ...Object.entries(named).flat()];
  return parts.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
}

describe('a record batch', () => {
  it('decodes to what was encoded, under any compression', async () => {
    await fc.assert(
      fc.asyncProperty(records, compression, async (written, how) => {
        const batch = await encodeRecordBatch(written, {
          ...attributes,
          compression: how,
          firstSequence: 0,
        });
        expect(await readAll(batch)).toEqual(written.map(expected));
      }),
    );
  });

  it('is no larger than the sizes that its records were accepted with', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (some) => {
        const written = [...some, halvesOfPair];
        const sized = written.map(toRecord);
        const how = { ...attributes, compression: 'none', firstSequence: 0 } as const;
        const { length } = await encodeRecordBatch(written, how);
        const mostBytes = sized.reduce((sum, { requestBytes }) => sum + requestBytes, 0);
        expect(length - HEADER_BYTES).toBeLessThanOrEqual(mostBytes);
        expect(sized.map(({ contentBytes }) => contentBytes)).toEqual(written.map(contentBytesOf));
      }),
    );
  });

  it('decodes its records in any order, and again', async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.array(fc.nat(), { minLength: 1 }), async (written, order) => {
        const how = { ...attributes, compression: 'none', firstSequence: 0 } as const;
        const [batch] = readRecordBatches(await encodeRecordBatch(written, how));
        const read = (await batch?.records()) ?? [];
        for (const index of order.map((at) => at % read.length)) {
          const [record, source] = [read[index], written[index]];
          if (record === undefined || source === undefined) throw new Error('a record is missing');
          expect(decoded(record)).toEqual(expected(source, index));
        }
      }),
    );
  });

  it('is rejected as it is fetched if its records end too early, before one of them is read', async () => {
    const written = [{ key: 'key', value: 'value', headers: { id: '1', time: '2' } }];
    const whole = await encodeRecordBatch(written, {
      ...attributes,
      compression: 'none',
      firstSequence: 0,
    });
    for (let length = whole.length - 1; length > 61; length -= 1) {
      const cut = Buffer.from(whole.subarray(0, length));
      cut.writeInt32BE(length - 12, 8);
      cut.writeUInt32BE(crc32c(cut.subarray(21)), 17);
      const [batch] = readRecordBatches(cut);
      await expect(batch?.records()).rejects.toThrow('the data ends too early');
    }
  });

  it('is left out if the response ends within it', async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        async (written, share) => {
          const batch = await encodeRecordBatch(written, {
            ...attributes,
            compression: 'none',
            firstSequence: 0,
          });
          const cut = batch.subarray(0, Math.floor(batch.length * share));
          expect(await readAll(Buffer.concat([batch, cut]))).toEqual(written.map(expected));
        },
      ),
    );
  });

  it('is rejected if a byte of it has changed', async () => {
    const written = [{ key: 'key', value: 'value', headers: {} }];
    const batch = await encodeRecordBatch(written, {
      ...attributes,
      compression: 'none',
      firstSequence: 0,
    });
    batch[batch.length - 1] = (batch.at(-1) ?? 0) ^ 1;
    await expect(readAll(batch)).rejects.toMatchObject({ type: 'CORRUPT_MESSAGE' });
  });

  it('treats a header named __proto__ like any other', async () => {
    const written = [
      {
        key: null,
        value: null,
        headers: JSON.parse('{"__proto__":"x"}') as Record<string, string>,
      },
    ];
    const batch = await encodeRecordBatch(written, {
      ...attributes,
      compression: 'none',
      firstSequence: 0,
    });
    const [record] = await readAll(batch);
    expect(Object.entries(record?.headers ?? {})).toEqual([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(record?.headers)).toBe(Object.prototype);
  });
});

function bitByBit(data: Uint8Array): number {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}

describe('crc32c', () => {
  // The check value of the CRC catalogue, and examples of RFC 3720, B.4.
  it.each([
    ['123456789', Buffer.from('123456789'), 0xe3069283],
    ['32 bytes of zero', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['nothing', Buffer.alloc(0), 0],
  ])('of %s is as published', (_name, data, checksum) => {
    expect(crc32c(data)).toBe(checksum);
  });

  it('of any bytes, wherever they are in their buffer, is that of its definition', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: 9 }), (data, before) => {
        const part = Buffer.concat([Buffer.alloc(before), data]).subarray(before);
        expect(crc32c(part)).toBe(bitByBit(data));
      }),
    );
  });
});

describe('a varint', () => {
  it('decodes to what was encoded, in the computed number of bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), (value) => {
        const buffer = Buffer.alloc(16);
        const end = writeVarint(buffer, value, 0);
        expect(end).toBe(sizeOfVarint(value));
        expect(new ByteReader(buffer).varint()).toBe(value);
      }),
    );
  });
});
