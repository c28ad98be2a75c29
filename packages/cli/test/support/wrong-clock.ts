import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ShopSettings } from './foldmart.js';

const places = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib',
  '/usr/lib64',
];

/**
 * Settings with which a process sees a wrong time of day, such as `+1h`, from the system itself. Its timers are right.
 * Throws if libfaketime is not installed.
 */
export function wrongClock(offset: string): ShopSettings {
  const library = places
    .map((place) => join(place, 'faketime', 'libfaketimeMT.so.1'))
    .find((path) => existsSync(path));
  if (library === undefined) {
    throw new Error(`no libfaketime in ${places.join(', ')}: apt-get install faketime`);
  }
  return { LD_PRELOAD: library, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}
