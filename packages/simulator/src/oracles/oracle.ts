import type { ObservedCall } from '../running/kernel.js';

/** Says what is wrong; undefined if nothing is. */
export type Verdict = string | undefined;

/** Something that must hold whatever happens. It reads the services directly, and must not change anything. */
export interface Oracle {
  readonly name: string;
  /** Called after each step that may have changed something. Looks only at what is new, so that it stays cheap. */
  readonly check?: () => Verdict;
  /** Called for each call that a service has carried out, before its answer. What it finds, `check` says. */
  readonly observe?: (call: ObservedCall) => void;
  /** Called now and then, and at the end. May read everything. */
  readonly inspect?: () => Promise<Verdict>;
  /** Called once, when the faults are over and everything has drained. */
  readonly atEnd?: () => Verdict | Promise<Verdict>;
}
