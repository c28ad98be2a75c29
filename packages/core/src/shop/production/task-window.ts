/** Runs a limited number of tasks concurrently. */
export interface TaskWindow {
  /**
   * Starts a task as soon as a slot is free. Rejects with the first error of any task so far, and starts no task
   * then.
   */
  add(task: () => Promise<void>): Promise<void>;
  /** Resolves when all tasks have ended; rejects with the first error of any. */
  settled(): Promise<void>;
}

/** Creates a window with `size` slots. */
export function createTaskWindow(size: number): TaskWindow {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const throwFailure = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    async add(task) {
      while (running.size >= size) await Promise.race(running);
      throwFailure();
      const run: Promise<void> = task()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(run));
      running.add(run);
    },
    async settled() {
      await Promise.all(running);
      throwFailure();
    },
  };
}
