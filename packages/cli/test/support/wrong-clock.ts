import { inject } from 'vitest';
import type { ShopSettings } from './foldmart.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** As `scripts/vitest/faketime.ts` provides it. */
    faketime: { path: string } | { missing: string };
  }
}

/**
 * Settings with which a process sees a wrong time of day, such as `+1h`, from the system itself. Its timers are right.
 * Throws if libfaketime is not installed.
 */
export function wrongClock(offset: string): ShopSettings {
  const library = inject('faketime');
  if ('missing' in library) throw new Error(library.missing);
  return { LD_PRELOAD: library.path, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}
