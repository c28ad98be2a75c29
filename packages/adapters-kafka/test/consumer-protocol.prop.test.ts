import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decodeAssignment,
  decodeClaims,
  encodeAssignment,
  encodeClaims,
} from '../src/wire/group/consumer-protocol.js';

const topic = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((name) => name !== '__proto__');
const assignment = fc.dictionary(topic, fc.uniqueArray(fc.nat(1_000), { maxLength: 8 }), {
  maxKeys: 5,
  noNullPrototype: true,
});

it('reads the claims and assignments that it writes', () => {
  fc.assert(
    fc.property(
      fc.array(topic),
      assignment,
      fc.integer({ min: -1, max: 1e9 }),
      (topics, owned, generation) => {
        const claims = { topics, owned, generation };
        expect(decodeClaims(encodeClaims(claims))).toEqual(claims);
        expect(decodeAssignment(encodeAssignment(owned))).toEqual(owned);
      },
    ),
  );
});

it('reads claims of version 0, which name no partitions', () => {
  const data = Buffer.from([0, 0, 0, 0, 0, 1, 0, 1, 0x74, 0, 0, 0, 0]);
  expect(decodeClaims(data)).toEqual({ topics: ['t'], owned: {}, generation: -1 });
});

it('a member without an assignment gets no bytes', () => {
  expect(decodeAssignment(Buffer.alloc(0))).toEqual({});
});
