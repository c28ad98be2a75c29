import type { Clock, Logger, Random } from '@foldmart/core';

/** Dependencies that are injected instead of taken from the process. */
export interface RedisDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}
