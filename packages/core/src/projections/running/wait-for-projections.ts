import { PortError } from '../../errors/index.js';
import { compareLogPositions, type LogPosition } from '../../events/log-position.js';
import type { Clock } from '../../ports/clock.js';
import type { ProjectionState, ProjectionStore } from '../../ports/projection-store.js';
import { parkedHint, parkedText } from './projection-failure.js';

export interface WaitForProjectionsOptions {
  /** The asynchronous projections to wait for, by name. */
  readonly projections: readonly string[];
  readonly position: LogPosition;
  /** The longest to wait; default 10,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called before each look at the checkpoints, to wake projections that rest in this process. */
  readonly onLook?: () => void;
}

const defaultTimeoutMs = 10_000;
const firstPollMs = 5;
const longestPollMs = 200;

/**
 * Resolves when the rows of the projections contain every event up to a position, whichever process runs them, or when the
 * signal aborts. A projection's rows may be newer.
 *
 * Rejects with PortError: `timeout`, retryable, if that takes too long; `rejected` if a projection is parked.
 */
export async function waitForProjections(
  { store, clock }: { readonly store: Pick<ProjectionStore, 'states'>; readonly clock: Clock },
  options: WaitForProjectionsOptions,
): Promise<void> {
  const { timeoutMs = defaultTimeoutMs, signal, onLook } = options;
  const deadline = clock.monotonic() + timeoutMs;
  for (let pollMs = firstPollMs; ; pollMs = Math.min(2 * pollMs, longestPollMs)) {
    if (signal?.aborted === true) return;
    onLook?.();
    const behind = await findBehind(store, options);
    if (behind === undefined) return;
    const leftMs = deadline - clock.monotonic();
    if (leftMs <= 0) throw tooLate(behind, options.position, timeoutMs);
    await clock.sleep(Math.min(pollMs, leftMs), signal);
  }
}

interface Behind {
  readonly name: string;
  readonly state: ProjectionState | undefined;
}

/** A projection whose rows lack an event. Throws if it is parked. */
async function findBehind(
  store: Pick<ProjectionStore, 'states'>,
  { projections, position }: WaitForProjectionsOptions,
): Promise<Behind | undefined> {
  if (projections.length === 0) return undefined;
  const states = await store.states();
  for (const name of projections) {
    const state = states.find((known) => known.name === name);
    const at = state?.position;
    if (at !== undefined && compareLogPositions(at, position) >= 0) continue;
    if (state?.parked !== undefined) {
      const message = `Projection ${name} does not reach ${position}: ${parkedText(state.parked)}.`;
      throw failure('rejected', message, parkedHint(name));
    }
    return { name, state };
  }
  return undefined;
}

function tooLate({ name, state }: Behind, position: LogPosition, timeoutMs: number): PortError {
  const at = state?.position === undefined ? 'before its first event' : `at ${state.position}`;
  return failure(
    'timeout',
    `Projection ${name} has not reached ${position} within ${String(timeoutMs)} ms: it is ${at}.`,
    'run the projections in a process, or wait longer',
  );
}

function failure(reason: 'timeout' | 'rejected', message: string, hint: string): PortError {
  return new PortError({ port: 'projection-store', operation: 'waitFor', reason, message, hint });
}
