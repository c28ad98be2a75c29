/** A generator's state: four whole numbers of 32 bits. */
export type SeededState = readonly [number, number, number, number];

/** Spreads a text over 128 bits: texts that differ in anything give states that have nothing in common. Never all zero. */
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

/** MurmurHash3's finalizer: every bit of the input reaches every bit of the result. */
function avalanche(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
