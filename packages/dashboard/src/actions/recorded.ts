import type { ActionLog } from './action-log.js';

interface Change<Result> {
  readonly by: string;
  readonly action: string;
  /** What came of it. */
  readonly detail: (result: Result) => string;
}

/** Makes a change, and records what came of it. Rejects as the change does. */
export async function recorded<Result>(
  actions: ActionLog,
  { by, action, detail }: Change<Result>,
  change: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await change();
    actions.record({ by, action, outcome: 'done', detail: detail(result) });
    return result;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    actions.record({ by, action, outcome: 'failed', detail: why });
    throw error;
  }
}
