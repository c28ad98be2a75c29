import { createHash } from 'node:crypto';
import { seededRandom } from '@foldmart/generator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portableExp, portableLog, portablePower } from '../../src/random/portable-math.js';

function isClose(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 4 * Number.EPSILON * Math.max(Math.abs(expected), 1e-300);
}

describe('portable functions', () => {
  it('are as exact as those of the machine', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(isClose(portableExp(x), Math.exp(x))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(isClose(portableLog(x), Math.log(x))).toBe(true);
      }),
    );
    expect([portableExp(0), portableLog(1), portablePower(7, 0)]).toStrictEqual([1, 0, 1]);
    expect([portableExp(-1_000), portableExp(1_000)]).toStrictEqual([0, Infinity]);
  });

  it('give the same bits on every machine', () => {
    const random = seededRandom('bits');
    const bits = new DataView(new ArrayBuffer(8));
    const hash = createHash('sha256');
    for (let draw = 0; draw < 20_000; draw += 1) {
      bits.setFloat64(0, portablePower(1 + 1_000 * random.next(), 4 * random.next() - 2));
      hash.update(new Uint8Array(bits.buffer.slice(0)));
    }
    expect(hash.digest('hex').slice(0, 16)).toMatchInlineSnapshot(`"41090b950b148451"`);
  });
});
