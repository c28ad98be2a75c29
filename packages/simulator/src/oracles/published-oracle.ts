import type { Services } from '../services/services.js';
import type { Oracle } from './oracle.js';

/** Every event whose publish was acknowledged ends in the log, or was discarded because it contradicts another one. */
export function publishedOracle(
  { database }: Pick<Services, 'database'>,
  published: ReadonlyMap<string, string>,
): Oracle {
  return {
    name: 'an acknowledged publish ends in the log',
    atEnd() {
      const conflicts = new Set(
        database.deadLetters.filter({ reason: 'conflict' }).map(({ eventId }) => eventId),
      );
      for (const [id, how] of published) {
        if (database.log.find(id) !== undefined || conflicts.has(id)) continue;
        return `event ${id} of ${how} is not in the log`;
      }
      return undefined;
    },
  };
}
