import type { Services } from '../services/services.js';
import type { Oracle } from './oracle.js';

/** What clients were told is done. It is kept outside of the simulated processes, and survives them. */
export class Acknowledged {
  readonly #ids = new Map<string, string>();

  /** A client was told that this event is durable. `how` names the client and the call. */
  add(eventId: string, how: string): void {
    if (!this.#ids.has(eventId)) this.#ids.set(eventId, how);
  }

  has(eventId: string): boolean {
    return this.#ids.has(eventId);
  }

  get all(): ReadonlyMap<string, string> {
    return this.#ids;
  }

  get size(): number {
    return this.#ids.size;
  }
}

/** Every event that a command was acknowledged with is in the log, from that moment on. */
export function commandsOracle(
  { database }: Pick<Services, 'database'>,
  acknowledged: Acknowledged,
): Oracle {
  let looked = 0;
  return {
    name: 'an acknowledged command is in the log',
    check() {
      if (acknowledged.size === looked) return undefined;
      const fresh = [...acknowledged.all].slice(looked);
      looked = acknowledged.size;
      const lost = fresh.find(([id]) => database.log.find(id) === undefined);
      return lost === undefined
        ? undefined
        : `event ${lost[0]} is not, though ${lost[1]} succeeded`;
    },
    atEnd() {
      const lost = [...acknowledged.all.keys()].find((id) => database.log.find(id) === undefined);
      return lost === undefined ? undefined : `event ${lost} is not in the log any more`;
    },
  };
}
