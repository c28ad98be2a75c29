import type { GroupDescription, MemberDescription } from '@foldmart/core';
import type { RedisConnection } from '../redis-connection.js';
import { describeGroup } from '../scripts/describe-group.js';
import { unexpectedReply } from './bus-errors.js';
import { topicKeys, topicsKey } from './keys.js';

interface GroupOnTopic {
  readonly group: string;
  readonly topic: string;
  readonly memberIds: readonly string[];
  /** By partition, the id of the member that holds it; empty if none does. */
  readonly owners: readonly string[];
}

/** Reads which groups there are, and who is in them. */
export class GroupReader {
  readonly #connection: RedisConnection;
  readonly #prefix: string;

  constructor(connection: RedisConnection, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
  }

  async names(): Promise<readonly string[]> {
    const found = await this.#find('listGroups', () => true);
    return [...new Set(found.map(({ group }) => group))].sort();
  }

  async describe(names: readonly string[]): Promise<readonly GroupDescription[]> {
    const found = await this.#find('describeGroups', (group) => names.includes(group));
    return names.flatMap((name) => {
      const parts = found.filter(({ group }) => group === name);
      return parts.length === 0 ? [] : [describe(name, parts)];
    });
  }

  /** The groups with members or a position, topic by topic. */
  async #find(
    operation: string,
    isWanted: (group: string) => boolean,
  ): Promise<readonly GroupOnTopic[]> {
    const topics = await this.#connection.run(operation, (redis) =>
      redis.smembers(topicsKey(this.#prefix)),
    );
    const found = await Promise.all(
      topics.sort().map(async (topic) => {
        const groups = await this.#connection.run(operation, (redis) =>
          redis.smembers(topicKeys(this.#prefix, topic).groups),
        );
        return Promise.all(
          groups.filter(isWanted).map((group) => this.#read(operation, topic, group)),
        );
      }),
    );
    return found.flat().filter((part) => part !== undefined);
  }

  async #read(operation: string, topic: string, group: string): Promise<GroupOnTopic | undefined> {
    const keys = topicKeys(this.#prefix, topic);
    const ofGroup = keys.group(group);
    const reply = await this.#connection.runScript(operation, describeGroup, [
      keys.topic,
      ofGroup.group,
      ofGroup.members,
    ]);
    if (!Array.isArray(reply)) throw unexpectedReply(operation, reply);
    const [outcome, hasPosition, memberIds, owners] = reply as [string, number, string[], string[]];
    if (outcome !== 'OK' || (hasPosition === 0 && memberIds.length === 0)) return undefined;
    return { group, topic, memberIds, owners };
  }
}

function describe(group: string, parts: readonly GroupOnTopic[]): GroupDescription {
  const members = parts.flatMap(membersOf).sort(byName);
  return {
    group,
    state: members.length === 0 ? 'empty' : parts.every(isStable) ? 'stable' : 'rebalancing',
    topics: parts.map(({ topic }) => topic),
    members,
  };
}

function membersOf({ topic, memberIds, owners }: GroupOnTopic): readonly MemberDescription[] {
  return memberIds.map((id) => {
    const partitions = [...owners.keys()].filter((partition) => owners[partition] === id);
    return {
      id,
      name: nameIn(id),
      host: null,
      assignments: [{ topic, partitions }],
    };
  });
}

/** The name in the id of a member: between the time at which it joined and a random part. */
function nameIn(id: string): string {
  return /^\d+-(.*)-[^-]*$/s.exec(id)?.[1] ?? id;
}

/** Every partition is held, and no member holds more than its share. */
function isStable({ memberIds, owners }: GroupOnTopic): boolean {
  if (memberIds.length === 0) return true;
  const largestShare = Math.ceil(owners.length / memberIds.length);
  return (
    !owners.includes('') &&
    memberIds.every((id) => owners.filter((owner) => owner === id).length <= largestShare)
  );
}

function byName(one: MemberDescription, other: MemberDescription): number {
  if (one.name === other.name) return one.id < other.id ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}
