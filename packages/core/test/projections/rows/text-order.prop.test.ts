import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareUtf8 } from '@foldmart/core';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', '한', '\uffee', '😀', '𐀀'),
  maxLength: 4,
});

it('orders text as its UTF-8 bytes are ordered', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const expected = Buffer.compare(Buffer.from(one), Buffer.from(other));
      expect(Math.sign(compareUtf8(one, other))).toBe(expected);
    }),
  );
});
