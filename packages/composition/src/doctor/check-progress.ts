import { isPortError } from '@foldmart/core';
import { surveyStalled, type StalledFollower } from '../operations/index.js';
import { durationText } from '../outages/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { check, type Check, type Complaint } from './check.js';

/** Finds projections and subscriptions whose process runs and does not move them. */
export async function checkProgress(runtime: Runtime): Promise<readonly Check[]> {
  const { settings } = runtime;
  if (settings.databaseType === 'memory' || settings.values.PROGRESS_TIMEOUT === 0) return [];
  return [await check('progress', () => findStalled(runtime))];
}

async function findStalled(runtime: Runtime): Promise<string | Complaint> {
  try {
    const stalled = await surveyStalled(runtime);
    if (stalled.length === 0) return 'what is led moves';
    return {
      finding: stalled.map(describeStalled).join('; '),
      remedy: 'restart the process that leads it; its log says at which step it hangs',
    };
  } catch (error) {
    if (isPortError(error) && error.code === 'missing-schema') return 'nothing runs yet';
    throw error;
  }
}

/** `projection readers does not move: 3 events wait, for 4 min 5 s, led by …`. */
export function describeStalled({ kind, name, behind, forMs, leader }: StalledFollower): string {
  const waiting = behind === 1 ? '1 event waits' : `${String(behind)} events wait`;
  return `${kind} ${name} does not move: ${waiting}, for ${durationText(forMs)}, led by ${leader}`;
}
