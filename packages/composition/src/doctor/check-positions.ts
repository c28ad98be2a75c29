import type { PartitionGap } from '@foldmart/core';
import { surveyGaps } from '../operations/survey-gaps.js';
import type { Runtime } from '../runtime/runtime.js';
import { check, type Check, type Complaint } from './check.js';

/** Compares the positions of groups on the queue with what the database has recorded. */
export async function checkPositions(runtime: Runtime): Promise<readonly Check[]> {
  const { queueType, databaseType } = runtime.settings;
  if (queueType === 'memory' || queueType === 'direct' || databaseType === 'memory') return [];
  return [await check('positions', () => findMissing(runtime))];
}

async function findMissing(runtime: Runtime): Promise<string | Complaint> {
  const gaps = await surveyGaps(runtime);
  if (gaps.length === 0) return 'the database has what the groups acknowledged';
  return {
    finding: gaps.map(describeGap).join('; '),
    remedy:
      'stop the consumers, reset each group to the start of its range in that partition (foldmart groups reset), and consume again: ' +
      'what is recorded is recognised. To give the messages up: foldmart gaps dismiss',
  };
}

/** Describes missing messages, in one phrase. */
export function describeGap({ group, topic, partition, from, to }: PartitionGap): string {
  return `${group} acknowledged offsets ${from} to ${String(BigInt(to) - 1n)} of ${topic}/${String(partition)}, which are not in the database`;
}
