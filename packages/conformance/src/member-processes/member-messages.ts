/** What a process of a member is started with, as JSON in its first argument. */
export interface MemberInstructions {
  readonly topic: string;
  readonly group: string;
  readonly member: string;
  readonly sessionTimeoutMs: number;
  readonly maxBatchMessages: number;
  /** After so many messages, its handlers wait until they are released. */
  readonly holdsAfter: number;
}

/** What the case tells the process. */
export type MemberOrder = 'release' | 'close';

/** What the process reports. Times are of the monotonic clock that all processes of a machine share, in milliseconds. */
export type MemberReport =
  | { readonly kind: 'holds'; readonly partitions: readonly number[] }
  | {
      readonly kind: 'begins';
      readonly batch: number;
      readonly partition: number;
      readonly bodies: readonly string[];
      readonly atMs: number;
    }
  /** The signal of the batch aborts. */
  | { readonly kind: 'aborts'; readonly batch: number; readonly atMs: number }
  | { readonly kind: 'ends'; readonly batch: number; readonly atMs: number };
