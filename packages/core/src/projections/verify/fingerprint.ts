/** 64 bits that stand for a text, as two unsigned 32-bit halves. Two texts that differ share them by chance only. */
export interface Fingerprint {
  readonly high: number;
  readonly low: number;
}

/** The two halves, the high one first. */
export type FingerprintHalves = Uint32Array;

const [firstPrime, secondPrime, mixPrime, lastPrime] = [
  2_654_435_761, 1_597_334_677, 2_246_822_507, 3_266_489_909,
] as const;

/** The fingerprint of a text. Both halves read every UTF-16 unit, in the manner of MurmurHash3. */
export function fingerprintOf(text: string): Fingerprint {
  const [high = 0, low = 0] = writeFingerprint(text, new Uint32Array(2));
  return { high, low };
}

/** Writes the fingerprint of a text to `into`, so that a caller who takes millions makes no object for each. */
export function writeFingerprint(text: string, into: FingerprintHalves): FingerprintHalves {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, firstPrime);
    other = Math.imul(other ^ unit, secondPrime);
  }
  const mixed = mix(one, other);
  into[0] = mix(other, mixed);
  into[1] = mixed;
  return into;
}

function mix(half: number, other: number): number {
  const stirred = Math.imul(half ^ (half >>> 16), mixPrime);
  return (stirred ^ Math.imul(other ^ (other >>> 13), lastPrime)) >>> 0;
}
