import type { Clock, PortError } from '@foldmart/core';

/** The activities of a member that may fail. Each broker is read from separately. */
export type MemberActivity = 'join' | 'commit' | `read from ${number}`;

/** How many unclassified errors in a row end the member. */
const UNKNOWN_ERRORS = 5;
/** How long to retry a first join. */
const PATIENCE_MS = 30_000;

/**
 * Counts the failures of one member, and decides when a retry cannot help. Only failures in a row count: a success of
 * the same activity resets the count, and a successful read or commit resets that of joining.
 */
export class MemberFailures {
  readonly #clock: Clock;
  readonly #classify: (error: unknown) => PortError;
  readonly #unknown = new Map<MemberActivity, number>();
  #joinsInARow = 0;
  #joinFailingSince: number | undefined;
  #hasJoined = false;

  constructor(clock: Clock, classify: (error: unknown) => PortError) {
    this.#clock = clock;
    this.#classify = classify;
  }

  /** Notes a failure. True if it ends the member. */
  isFatal(activity: MemberActivity, error: unknown): boolean {
    const { reason, code, isRetryable } = this.#classify(error);
    if (isRetryable || code === 'unknown-topic') return false;
    if (reason !== 'unknown') return true;
    const inARow = (this.#unknown.get(activity) ?? 0) + 1;
    this.#unknown.set(activity, inARow);
    return inARow >= UNKNOWN_ERRORS;
  }

  /** Notes that the member could not join. Gives the number of such failures in a row, or `fatal` if it ends the member. */
  joinFailed(error: unknown): number | 'fatal' {
    this.#joinFailingSince ??= this.#clock.monotonic();
    this.#joinsInARow += 1;
    return this.isFatal('join', error) || this.#isTooLong() ? 'fatal' : this.#joinsInARow;
  }

  /** The member is in its group. */
  joined(): void {
    this.#hasJoined = true;
    this.#unknown.delete('join');
  }

  /** A read or a commit succeeded. */
  progressed(activity: MemberActivity): void {
    this.#unknown.delete(activity);
    this.endedWell();
  }

  /** A generation ended because the group rebalances. */
  endedWell(): void {
    this.#unknown.delete('join');
    this.#joinsInARow = 0;
    this.#joinFailingSince = undefined;
  }

  #isTooLong(): boolean {
    const forMs = this.#clock.monotonic() - (this.#joinFailingSince ?? 0);
    return !this.#hasJoined && forMs > PATIENCE_MS;
  }
}
