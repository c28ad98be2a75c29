import type { CommandContext } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';

export interface PartitionRule {
  readonly keepsPartitions: DomainHelp['keepsPartitions'];
  readonly allowReordering: boolean;
}

/**
 * Why a topic must not get more partitions now; null if it may. The domain's rule holds always; messages that wait can be
 * overtaken, unless that is allowed.
 */
export async function obstacleToPartitions(
  context: CommandContext,
  topic: string,
  { keepsPartitions, allowReordering }: PartitionRule,
): Promise<string | null> {
  const { system } = context;
  const declared = system.domain.topics.find(({ name }) => name === topic);
  if (declared?.keepsPartitions === true) return 'the domain keeps the partitions of this topic';
  const reason = await keepsPartitions?.(context, topic);
  if (reason !== undefined) return reason;
  if (allowReordering) return null;
  const { admin } = system.bus();
  for (const { group } of system.domain.consumers.filter((each) => each.topic === topic)) {
    const lags = await admin.lag(group, topic);
    const waiting = lags.reduce((sum, { lag }) => sum + lag, 0);
    if (waiting > 0) {
      return `${String(waiting)} messages wait for ${group} and could be overtaken: let it catch up, or write --allow-reordering`;
    }
  }
  return null;
}
