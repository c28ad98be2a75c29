import type { Clock, Logger, Random } from '@foldmart/core';

/** What the adapters are given instead of taking it from the process. */
export interface RedisDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}
