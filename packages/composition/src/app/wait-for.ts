import { waitForProjections, type LogPosition } from '@foldmart/core';
import type { Runtime } from '../runtime/index.js';

/** What to wait for, and how long. */
export interface WaitOptions {
  /** The names of asynchronous projections; default: all of the domain. */
  readonly projections?: readonly string[];
  /** The longest to wait, in milliseconds; default 10,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Waits until asynchronous projections have reached a position; see `AppMethods.waitFor`.
 *
 * @throws RangeError if a name is that of no projection. An inline projection never lags.
 */
export async function waitFor(
  runtime: Runtime,
  position: LogPosition | undefined,
  { projections: names, ...options }: WaitOptions = {},
): Promise<void> {
  const projections = asynchronousAmong(runtime, names);
  if (position === undefined || projections.length === 0) return;
  const { projections: store } = await runtime.database();
  const onLook = (): void => runtime.wakeUps.wake();
  const waiting = { ...options, projections, position, onLook };
  await waitForProjections({ store, clock: runtime.clock }, waiting);
}

function asynchronousAmong(
  { projections }: Runtime,
  names: readonly string[] | undefined,
): readonly string[] {
  const unknown = names?.find((name) => !projections.some((known) => known.name === name));
  if (unknown !== undefined) throw new RangeError(`There is no projection ${unknown}.`);
  return projections
    .filter(({ name, mode }) => mode === 'async' && names?.includes(name) !== false)
    .map(({ name }) => name);
}
