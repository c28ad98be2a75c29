import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalTime } from '../src/canonical-time.js';
import {
  eventDecoder,
  storedEventColumns,
  storedEventFormats,
  storedEventWidth,
} from '../src/codec.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

/** Microseconds, from 12 days before 1970 until 2100. */
const moment = fc.bigInt({ min: -1_000_000_000_000n, max: 4_102_444_800_000_000n });
const moments = fc.array(fc.oneof(moment, fc.constantFrom(0n, 1n, -1n, 999_999n)), {
  minLength: 1,
  maxLength: 200,
});

let schema: ScratchSchema;

beforeAll(() => {
  schema = scratchSchema();
});

afterAll(() => schema.dispose());

it('a time of recording is read to the microsecond, whatever the settings of the session', async () => {
  const { session } = await schema.connect();
  await session.run({
    text: `SET TimeZone = 'Asia/Kathmandu'; SET DateStyle = 'SQL, DMY'; SET extra_float_digits = -15`,
  });
  await fc.assert(
    fc.asyncProperty(moments, async (given) => {
      const statement = {
        text: `
          SELECT ${storedEventColumns}, ${canonicalTime('recorded_at')} FROM (
            SELECT 1 AS epoch, '1'::xid8 AS tx, 1 AS position, '' AS stream_id, 1 AS stream_version, '' AS event_id,
                   '' AS type, 1 AS schema_version, '' AS time, '' AS origin, '' AS correlation_id,
                   '' AS causation_id, '' AS trace_parent, '{}'::jsonb AS data,
                   'epoch'::timestamptz + us * interval '1 microsecond' AS recorded_at
            FROM unnest($1::bigint[]) AS input (us)
          ) stored`,
        values: [`{${given.join(',')}}`],
        formats: [...storedEventFormats, 'text' as const],
      };
      const decode = eventDecoder();
      const rows = await session.read([statement], (row) => ({
        decoded: decode(row).recordedAt,
        formatted: row.text(storedEventWidth),
      }));
      expect(rows).toHaveLength(given.length);
      expect(rows.map(({ decoded }) => decoded)).toEqual(rows.map(({ formatted }) => formatted));
    }),
    { numRuns: 20 },
  );
});
