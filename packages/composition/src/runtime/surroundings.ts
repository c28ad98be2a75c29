import type { Clock, IdSource, Logger, Random } from '@foldmart/core';

/** What every component may use: time, chance, names and a log. */
export interface RuntimeDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly logger: Logger;
}
