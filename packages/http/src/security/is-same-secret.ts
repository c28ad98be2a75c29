import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in constant time, so that the duration reveals neither value. */
export function isSameSecret(shown: string, wanted: string): boolean {
  return timingSafeEqual(digest(shown), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
