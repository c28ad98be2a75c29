import type { Clock, IdSource, Logger, Random } from '@foldmart/core';

/** Time, randomness, ids and a log: what every component may use. */
export interface RuntimeDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly logger: Logger;
}
