import type { Clock, IdSource, Logger, Random } from '@foldmart/core';

/** The clock, randomness, ids and logger that every component may use. */
export interface RuntimeDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly logger: Logger;
}
