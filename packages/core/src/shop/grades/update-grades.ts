import { isValidationError, isVersionConflictError } from '../../errors/index.js';
import type { CustomerSpending, CustomerSpent } from '../ports/customer-spending.js';
import { createTaskWindow } from '../production/task-window.js';
import type { ChangeGrade } from '../users/user-decider.js';
import { wireTimeOf } from '../wire-time.js';
import { gradeFor, isEarnedGrade, type GradeThresholds } from './grade-for.js';
import { spendingPeriod } from './spending-period.js';

export interface UpdateGradesDependencies {
  readonly spending: CustomerSpending;
  /** Sends the command to the user; resolves with whether the grade has changed. */
  readonly changeGrade: (userId: string, change: ChangeGrade) => Promise<boolean>;
}

export interface UpdateGradesOptions {
  /** In milliseconds since the epoch. */
  readonly nowMs: number;
  readonly thresholds: GradeThresholds;
  readonly windowDays: number;
  /** The zone of `changed_at`: `Z`, the default, or an offset such as `+09:00`. */
  readonly timeOffset?: string;
  /** Users per page, and commands at a time; default 500 and 4. */
  readonly pageSize?: number;
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

/** The result of a run. */
export interface GradeUpdate {
  /** The users whose grade was checked. */
  readonly users: number;
  readonly changed: number;
  /** How often each change was made, by names such as `BRONZE→SILVER`. */
  readonly changes: Readonly<Record<string, number>>;
  /** Users with a grade that no amount earns: it stays. */
  readonly unranked: number;
  /** Users left to the next run: no longer registered, or changed by others at the same time again and again. */
  readonly skipped: number;
  /** False if the run was stopped: the next one continues. */
  readonly isComplete: boolean;
}

/**
 * Gives every registered user the grade of the amount that they bought in the last `windowDays` days. Sends a command
 * only to users whose grade differs, so a repeated or interrupted run changes nothing twice. Rejects with the error of
 * the store; then the changes so far remain.
 */
export async function updateGrades(
  dependencies: UpdateGradesDependencies,
  options: UpdateGradesOptions,
): Promise<GradeUpdate> {
  const { pageSize = 500 } = options;
  const period = spendingPeriod(options.nowMs, options.windowDays);
  const tally = new GradeTally();
  let after: string | undefined;
  while (!isStopped(options)) {
    const range = after === undefined ? {} : { after };
    const page = await dependencies.spending.page({ ...period, ...range, limit: pageSize });
    await updatePage(dependencies, options, page, tally);
    after = page.at(-1)?.userId;
    if (page.length < pageSize) return tally.result(!isStopped(options));
  }
  return tally.result(false);
}

function isStopped({ signal }: UpdateGradesOptions): boolean {
  return signal?.aborted === true;
}

async function updatePage(
  { changeGrade }: UpdateGradesDependencies,
  options: UpdateGradesOptions,
  page: readonly CustomerSpent[],
  tally: GradeTally,
): Promise<void> {
  const { thresholds, nowMs, timeOffset, concurrency = 4 } = options;
  const changedAt = wireTimeOf(nowMs, timeOffset);
  const window = createTaskWindow(concurrency);
  for (const { userId, grade: previous, amount } of page) {
    if (isStopped(options)) break;
    tally.users += 1;
    const grade = isEarnedGrade(previous) ? gradeFor(amount, thresholds) : previous;
    if (!isEarnedGrade(previous)) tally.unranked += 1;
    if (grade === previous) continue;
    await window.add(async () => {
      const outcome = await tryChange(changeGrade, userId, { grade, changedAt });
      tally.count(`${previous}→${grade}`, outcome);
    });
  }
  await window.settled();
}

/** A user whom the command refuses, or whom others keep changing, must not stop the run. */
async function tryChange(
  changeGrade: UpdateGradesDependencies['changeGrade'],
  userId: string,
  change: ChangeGrade,
): Promise<'changed' | 'same' | 'skipped'> {
  try {
    return (await changeGrade(userId, change)) ? 'changed' : 'same';
  } catch (error) {
    if (isValidationError(error) || isVersionConflictError(error)) return 'skipped';
    throw error;
  }
}

class GradeTally {
  users = 0;
  unranked = 0;
  #changed = 0;
  #skipped = 0;
  readonly #changes = new Map<string, number>();

  count(change: string, outcome: 'changed' | 'same' | 'skipped'): void {
    if (outcome === 'skipped') this.#skipped += 1;
    if (outcome !== 'changed') return;
    this.#changed += 1;
    this.#changes.set(change, (this.#changes.get(change) ?? 0) + 1);
  }

  result(isComplete: boolean): GradeUpdate {
    const { users, unranked } = this;
    const changes = Object.fromEntries([...this.#changes].sort());
    return { users, changed: this.#changed, changes, unranked, skipped: this.#skipped, isComplete };
  }
}
