import type { Oracle } from '../oracles/oracle.js';
import type { ProcessSpec } from '../processes/process-spec.js';
import type { Kernel } from '../running/kernel.js';
import type { Behind, Services } from '../services/services.js';

/** What is simulated: a system of processes, and what must hold for it. */
export interface World {
  /** Names the world on tapes and in reports. */
  readonly name: string;
  /** Builds the system for one run. */
  readonly open: (stage: Stage) => Scene | Promise<Scene>;
  /** Replaces adapters behind the network. */
  readonly behind?: Behind;
}

/** The servers of one run. */
export interface Stage extends Services {
  /** Virtual milliseconds since the start of the run. */
  readonly elapsedMs: () => number;
  /** For worlds that observe every step. */
  readonly kernel: Kernel;
}

/** The system of one run. */
export interface Scene {
  readonly processes: readonly ProcessSpec[];
  readonly oracles: readonly Oracle[];
  /**
   * What still has to be done, once the faults are over and no new work comes; undefined if everything has drained. Called now and
   * then.
   */
  readonly pending: () => string | undefined | Promise<string | undefined>;
}

/** Recognises a world, such as the default export of a module. */
export function isWorld(value: unknown): value is World {
  if (typeof value !== 'object' || value === null) return false;
  const { name, open } = value as Partial<World>;
  return typeof name === 'string' && typeof open === 'function';
}
