import { realClock } from '@foldmart/conformance';
import { silentLogger } from '@foldmart/core';
import type { RedisDependencies } from '../../src/index.js';

/** Real time and randomness, and no log. */
export const systemDependencies: RedisDependencies = {
  clock: realClock,
  random: { next: () => Math.random() },
  logger: silentLogger,
};
