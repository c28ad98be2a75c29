/** 64 bits that stand for a text, as two unsigned 32-bit halves. Two texts that differ share them by chance only. */
export interface Fingerprint {
  readonly high: number;
  readonly low: number;
}

const [firstPrime, secondPrime, mixPrime, lastPrime] = [
  2_654_435_761, 1_597_334_677, 2_246_822_507, 3_266_489_909,
] as const;

/** The fingerprint of a text. Both halves read every UTF-16 unit, in the manner of MurmurHash3. */
export function fingerprintOf(text: string): Fingerprint {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, firstPrime);
    other = Math.imul(other ^ unit, secondPrime);
  }
  const mixed = mix(one, other);
  return { high: mix(other, mixed), low: mixed };
}

function mix(half: number, other: number): number {
  const stirred = Math.imul(half ^ (half >>> 16), mixPrime);
  return (stirred ^ Math.imul(other ^ (other >>> 13), lastPrime)) >>> 0;
}
