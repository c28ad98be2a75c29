import { describeGap, type ConsumerObserver } from '@foldmart/composition';
import type { Clock, PartitionGap } from '@foldmart/core';
import type { Output } from './output.js';
import { assignedLine, persistedLine } from './progress-lines.js';

/**
 * Reports consumers as they start, hold partitions and persist, and when all `expected` consumers have started. The log
 * reports failures.
 */
export function reportConsumers(
  output: Output,
  clock: Clock,
  expected: number,
): Omit<Required<ConsumerObserver>, 'retrying'> {
  let started = 0;
  return {
    started({ member }) {
      started += 1;
      output.progress(`${member} started`);
      if (started === expected) output.progress(`total ${String(expected)} consumers started`);
    },
    assigned(consumer, assignment) {
      output.progress(assignedLine(consumer, assignment, clock.now()));
    },
    persisted(consumer, report) {
      output.progress(persistedLine(consumer, report, clock.now()));
    },
    lost({ member, topic }, { partition, from, to, reason }) {
      output.error(`${member} lost ${topic}/${String(partition)} from ${from} to ${to}: ${reason}`);
    },
    missing(gap) {
      output.error(`${describeGap(gap)}. ${howToMend(gap)}`);
    },
  };
}

function howToMend({ from, partition }: PartitionGap): string {
  const target = from === '0' ? 'the earliest offset' : `offset ${from}`;
  return `Stop the consumers, reset the group to ${target} in partition ${String(partition)} (foldmart groups reset), and consume again; or give the messages up with foldmart gaps dismiss.`;
}
