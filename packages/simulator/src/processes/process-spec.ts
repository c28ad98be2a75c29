import type { Clock, IdSource, Logger, Random } from '@foldmart/core';
import type { Choose } from '../tape/choose.js';
import type { Connection } from './connection.js';

/** A process of a world. */
export interface ProcessSpec {
  /** Unique in the world. */
  readonly name: string;
  /** What it is, for the report of fault points; default: its name. */
  readonly kind?: string;
  /**
   * Runs the process from its start. It is called again, with nothing left of the former life, after a crash and after it
   * ended. May reject: the process has failed to start, and is started again after a while.
   */
  readonly start: (context: ProcessContext) => Promise<Running>;
}

/** A running process. */
export interface Running {
  /** Rejects if the process fails. A PortError is an exit that the supervisor answers with a restart; any other error is a bug. */
  readonly ended: Promise<unknown>;
  /** Stops it as SIGTERM does; resolves when it has ended. */
  stop(): Promise<void>;
}

/** What a process has instead of the machine's clock, network and randomness. */
export interface ProcessContext {
  readonly name: string;
  /** From 1, one more for each start. */
  readonly start: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly connection: Connection;
  /** Choices of a client: what to do next. They are on the tape. */
  readonly choose: Choose;
  /** Aborts when no new work is wanted: the faults are over, and the system only has to finish. */
  readonly workOver: AbortSignal;
  /** Notes what the process does in the trace. */
  readonly tell: (what: string, detail?: string) => void;
}
