import { silentLogger } from '@foldmart/core';
import { systemClock, systemIds, systemRandom } from '@foldmart/node';

/** What adapters need besides their settings. */
export const dependencies = {
  clock: systemClock,
  random: systemRandom,
  ids: systemIds,
  logger: silentLogger,
};
