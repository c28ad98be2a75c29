import type { MemoryDatabaseInstance } from '@foldmart/adapters-memory';
import { VirtualClock } from '@foldmart/core/testing';

/** How many calls are refused before the next one never settles: a loop that catches every error stops there. */
const patience = 1_000;

/**
 * Ends a test that a mutant keeps from ending. A step is a call of the database in memory, or a task of the virtual
 * clock. After the last step that a test may take, tasks never run, and calls fail, in the end without an answer.
 * Without it, a loop that catches every error holds a core until Stryker's time-out.
 */
class StepLimit {
  #left = Number.POSITIVE_INFINITY;

  /** For the next test. */
  restart(steps: number): void {
    this.#left = steps;
  }

  /** Whether another step may be taken. */
  step(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }

  refuse(): Promise<never> {
    if (this.#left < -patience) return new Promise(() => undefined);
    return Promise.reject(new Error('The test takes too many steps.'));
  }
}

export const stepLimit = new StepLimit();

limit(VirtualClock.prototype, 'schedule', () => () => undefined);

let isDatabaseLimited = false;

/** Limits the databases that tests open. */
export function limitDatabase(database: MemoryDatabaseInstance): MemoryDatabaseInstance {
  if (isDatabaseLimited) return database;
  isDatabaseLimited = true;
  const { events, projections, rebuilds, checkpoints, readModels } = database;
  for (const port of [events, projections, rebuilds, checkpoints, readModels]) {
    const methods = Object.getPrototypeOf(port) as object;
    for (const name of Object.getOwnPropertyNames(methods)) {
      if (name !== 'constructor') limit(methods, name, () => stepLimit.refuse());
    }
  }
  return database;
}

/** Makes a method return `otherwise()` to those who may not take another step. */
function limit(methods: object, name: string, otherwise: () => unknown): void {
  const original = Reflect.get(methods, name) as (...details: unknown[]) => unknown;
  const limited = function (this: unknown, ...details: unknown[]): unknown {
    return stepLimit.step() ? Reflect.apply(original, this, details) : otherwise();
  };
  Reflect.set(methods, name, limited);
}
