import type { PartitionLog } from './partition-log.js';

/** Where a group is in one partition, and who works on it. */
export class GroupPartition {
  readonly log: PartitionLog;
  /** The member whose work counts. */
  owner: string | undefined;
  /** The member that should hold it; another than the owner while it is handed over. */
  target: string | undefined;
  /** Counts the owners; a commit under an older number is refused. */
  epoch = 0;
  committed: number | null = null;
  /** Where the group began to read, while nothing is committed. */
  beginning: number | null = null;

  constructor(log: PartitionLog) {
    this.log = log;
  }

  /** The next message to read. */
  get position(): number {
    return this.committed ?? this.beginning ?? this.log.start;
  }

  isOwnedBy(member: string, epoch: number): boolean {
    return this.owner === member && this.epoch === epoch;
  }

  /** Gives it to its target where nobody holds it; says whether it did. */
  grant(): boolean {
    if (this.owner !== undefined || this.target === undefined) return false;
    this.owner = this.target;
    this.epoch += 1;
    return true;
  }
}
