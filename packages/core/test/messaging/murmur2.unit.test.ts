import { describe, expect, it } from 'vitest';
import { murmur2, partitionForKey } from '../../src/messaging/murmur2.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('murmur2', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as the Java client does', (text, expected) => {
    expect(murmur2(bytes(text))).toBe(expected);
  });

  it('never chooses a partition outside the topic', () => {
    for (let number = 0; number < 1_000; number += 1) {
      const partition = partitionForKey(bytes(`u_${String(number)}`), 3);
      expect([0, 1, 2]).toContain(partition);
    }
  });
});
