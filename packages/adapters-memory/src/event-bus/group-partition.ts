import type { PartitionLog } from './partition-log.js';

/** The state of a group in one partition: its position and its owner. */
export class GroupPartition {
  readonly log: PartitionLog;
  /** The member whose work counts. */
  owner: string | undefined;
  /** The member that should own the partition. Differs from the owner during a handover. */
  target: string | undefined;
  /** Counts the owners, as a fencing token: a commit with an older epoch is rejected. */
  epoch: number;
  committed: number | null = null;
  /** Where the group began to read, if nothing is committed. */
  beginning: number | null = null;

  /** `lastEpoch` is the greatest epoch that another topic of the name has used. */
  constructor(log: PartitionLog, lastEpoch = 0) {
    this.log = log;
    this.epoch = lastEpoch;
  }

  /** The next message to read. */
  get position(): number {
    return this.committed ?? this.beginning ?? this.log.start;
  }

  isOwnedBy(member: string, epoch: number): boolean {
    return this.owner === member && this.epoch === epoch;
  }

  /** Makes the target the owner if there is none. Returns whether it did. */
  grant(): boolean {
    if (this.owner !== undefined || this.target === undefined) return false;
    this.owner = this.target;
    this.epoch += 1;
    return true;
  }
}
