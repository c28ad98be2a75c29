/** A consumer group, over all topics that it reads. */
export interface GroupDescription {
  readonly group: string;
  /**
   * `stable`: it has members, and its partitions are assigned. `rebalancing`: it has members, and partitions are being
   * assigned or handed over. `empty`: it has no members.
   */
  readonly state: 'stable' | 'rebalancing' | 'empty';
  /** The topics in which it has members or a position, sorted. */
  readonly topics: readonly string[];
  /** Sorted by name, then by id. */
  readonly members: readonly MemberDescription[];
}

/** One membership in a group. */
export interface MemberDescription {
  /** The name under which it subscribed; for a program without this library, what the transport calls it. */
  readonly name: string;
  /** The transport's id of this membership. */
  readonly id: string;
  /** The address that it connects from; null if the transport does not know it. */
  readonly host: string | null;
  /** The topics that it subscribes to, sorted, with the partitions that it holds, ascending; none if it stands by. */
  readonly assignments: readonly TopicAssignment[];
}

export interface TopicAssignment {
  readonly topic: string;
  readonly partitions: readonly number[];
}
