import type { FaultCoverage } from '../faults/coverage.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { Network } from '../network/network.js';
import type { Decisions } from '../tape/decisions.js';
import type { RunLog, TraceKind } from '../trace/run-log.js';
import type { Scheduler } from './scheduler.js';

/** A call that a service has carried out, whether or not its answer arrives. */
export interface ObservedCall {
  readonly process: string;
  readonly kind: string;
  readonly port: string;
  readonly operation: string;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/** What all parts of one run share. */
export interface Kernel {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly decisions: Decisions;
  readonly network: Network;
  readonly log: RunLog;
  readonly coverage: FaultCoverage;
  /** Calls of ports so far. */
  calls: number;
  /** Whether the last step may have changed something that oracles look at. */
  hasChanged: boolean;
  /** Gets every call that a service has carried out. */
  readonly observe: (call: ObservedCall) => void;
  /** The faults that may happen now; none once the faults are over. */
  readonly faults: () => FaultPlan;
}

/** Notes a line in the log of the run, at the present time. */
export function note(
  { log, scheduler }: Pick<Kernel, 'log' | 'scheduler'>,
  process: string,
  kind: TraceKind,
  what: string,
  detail = '',
): void {
  log.add({ atMs: scheduler.time.elapsedMs, process, kind, what, detail });
}
