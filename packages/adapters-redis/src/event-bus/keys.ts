/** The keys of a topic. The hash tag puts all of them into one slot of a cluster, so that scripts can use several. */
export interface TopicKeys {
  /**
   * Hash: partitions, retention, identity, life, the start and the last id of each partition; or a mark that the topic
   * was deleted.
   */
  readonly topic: string;
  /** Set: all groups that ever read the topic. */
  readonly groups: string;
  /** The stream of a partition. */
  stream(partition: number): string;
  /** The streams of all partitions, ascending. */
  streams(partitions: number): readonly string[];
  group(name: string): GroupKeys;
}

/** The keys of a group within a topic. */
export interface GroupKeys {
  /** Hash: the identity of the topic, committed ids, leases, the last token, warnings. */
  readonly group: string;
  /** Sorted set: member ids by the server time at which their sessions expire. */
  readonly members: string;
  /** Stream of one entry, written to wake members. */
  readonly signal: string;
}

/** The set of all topic names. */
export function topicsKey(prefix: string): string {
  return `${prefix}topics`;
}

/** Names the keys of a topic. */
export function topicKeys(prefix: string, topic: string): TopicKeys {
  const base = `${prefix}{${topic}}`;
  const stream = (partition: number): string => `${base}:${partition}`;
  return {
    topic: `${base}:topic`,
    groups: `${base}:groups`,
    stream,
    streams: (partitions) => Array.from({ length: partitions }, (_, index) => stream(index)),
    group: (name) => ({
      group: `${base}:group:${name}`,
      members: `${base}:members:${name}`,
      signal: `${base}:signal:${name}`,
    }),
  };
}
