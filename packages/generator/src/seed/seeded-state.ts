/** A generator's state: four whole numbers of 32 bits. */
export type SeededState = readonly [number, number, number, number];

/** Hashes a text to 128 bits that are never all zero; different texts give unrelated states. */
export function seededState(text: string): SeededState {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ unit, 0x239b961b);
    b = c ^ Math.imul(b ^ unit, 0xab0e9789);
    c = d ^ Math.imul(c ^ unit, 0x38b34ae5);
    d = a ^ Math.imul(d ^ unit, 0xa1e38b93);
  }
  const mixed = a ^ b ^ c ^ d;
  return [avalanche(mixed ^ a), avalanche(b ^ mixed), avalanche(c ^ d), avalanche(d + 1) | 1];
}

/** The finalizer of MurmurHash3: every bit of the input affects every bit of the result. */
function avalanche(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
