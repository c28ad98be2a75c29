import type { GroupDescription, MemberDescription } from '@foldmart/core';
import type { ConsumerGroup } from './consumer-group.js';
import type { MemoryBroker } from './memory-broker.js';

/** A group on one of its topics. */
interface GroupOnTopic {
  readonly topic: string;
  readonly state: ConsumerGroup;
}

/** The groups with members or a position, sorted. */
export function groupNames(broker: MemoryBroker): readonly string[] {
  const names = new Set<string>();
  for (const groups of broker.groupsByTopic.values()) {
    for (const [name, state] of groups) if (exists(state)) names.add(name);
  }
  return [...names].sort();
}

/** The group over all its topics. */
export function describeGroup(broker: MemoryBroker, group: string): GroupDescription | undefined {
  const parts = [...broker.groupsByTopic]
    .map(([topic, groups]) => ({ topic, state: groups.get(group) }))
    .filter((part): part is GroupOnTopic => part.state !== undefined && exists(part.state))
    .sort((one, other) => (one.topic < other.topic ? -1 : 1));
  if (parts.length === 0) return undefined;
  const members = parts.flatMap(membersOf).sort(byName);
  const isStable = parts.every(({ state }) => !state.isActive || state.isStable);
  return {
    group,
    state: members.length === 0 ? 'empty' : isStable ? 'stable' : 'rebalancing',
    topics: parts.map(({ topic }) => topic),
    members,
  };
}

function exists(state: ConsumerGroup): boolean {
  return state.isActive || state.hasCommit;
}

function membersOf({ topic, state }: GroupOnTopic): readonly MemberDescription[] {
  return state.members.map(({ id, name, partitions }) => {
    return { id, name, host: null, assignments: [{ topic, partitions }] };
  });
}

function byName(one: MemberDescription, other: MemberDescription): number {
  if (one.name === other.name) return one.id < other.id ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}
