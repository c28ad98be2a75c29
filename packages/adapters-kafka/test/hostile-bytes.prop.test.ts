import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32c } from '../src/wire/crc32c.js';
import { encodeRecordBatch } from '../src/wire/record-batch-encoder.js';
import { readRecordBatches } from '../src/wire/record-batch-decoder.js';
import { decodeMetadataAnswer } from '../src/wire/topic-metadata.js';

const CHECKSUM_AT = 17;
const CHECKED_FROM = 21;
const HEADER_BYTES = 61;

const bytes = fc.uint8Array({ maxLength: 400 }).map((data) => Buffer.from(data));

/** Runs a decoder on bytes that no broker sends. It may refuse them with an error, and do nothing else. */
async function refusalOf(decode: () => unknown): Promise<unknown> {
  try {
    await decode();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function readAll(data: Buffer): Promise<number> {
  let count = 0;
  for (const batch of readRecordBatches(data)) {
    for (const record of await batch.records()) {
      count += Object.keys(record.headers).length + (record.value?.length ?? 0) + 1;
    }
  }
  return count;
}

/** Faults of the program, in contrast to refusals of the data. */
const defects = [TypeError, ReferenceError, SyntaxError, URIError];

function expectNoDefect(error: unknown): void {
  if (error === undefined) return;
  expect(error).toBeInstanceOf(Error);
  expect(defects.some((kind) => error instanceof kind)).toBe(false);
}

it('any bytes in place of record batches are refused, or left out as incomplete', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async (data) => {
      expectNoDefect(await refusalOf(() => readAll(data)));
    }),
    { numRuns: 500 },
  );
});

it('a batch whose bytes changed under a valid checksum is refused or decoded, in bounded memory', async () => {
  const records = fc.array(
    fc.record({
      key: fc.option(fc.string(), { nil: null }),
      value: fc.option(fc.string(), { nil: null }),
      headers: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true, maxKeys: 3 }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
  const compression = fc.constantFrom('none' as const, 'gzip' as const, 'lz4' as const);
  await fc.assert(
    fc.asyncProperty(
      records,
      compression,
      fc.array(change, { minLength: 1, maxLength: 5 }),
      async (written, how, changes) => {
        const batch = Buffer.from(
          await encodeRecordBatch(written, {
            timestampMs: 1,
            producerId: 7n,
            producerEpoch: 0,
            firstSequence: 0,
            compression: how,
          }),
        );
        for (const [at, value] of changes) {
          batch[CHECKED_FROM + (at % (batch.length - CHECKED_FROM))] = value;
        }
        batch.writeUInt32BE(crc32c(batch.subarray(CHECKED_FROM)), CHECKSUM_AT);
        expectNoDefect(await refusalOf(() => readAll(batch)));
        expect(batch.length).toBeGreaterThan(HEADER_BYTES);
      },
    ),
    { numRuns: 500 },
  );
});

it('a batch that claims two billion records is refused at once', async () => {
  const batch = Buffer.from(
    await encodeRecordBatch([{ key: 'k', value: 'v', headers: {} }], {
      timestampMs: 1,
      producerId: 7n,
      producerEpoch: 0,
      firstSequence: 0,
      compression: 'none',
    }),
  );
  batch.writeInt32BE(0x7f_ff_ff_ff, HEADER_BYTES - 4);
  batch.writeUInt32BE(crc32c(batch.subarray(CHECKED_FROM)), CHECKSUM_AT);
  await expect(readAll(batch)).rejects.toThrow('the data ends too early');
});

it('any bytes in place of an answer are refused', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async (data) => {
      expectNoDefect(await refusalOf(() => decodeMetadataAnswer(data)));
    }),
    { numRuns: 300 },
  );
});
