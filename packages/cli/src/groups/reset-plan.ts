import type { EventBusAdmin, PartitionLag, PartitionOffset } from '@foldmart/core';
import { UsageError } from '../usage-error.js';
import type { ResetTarget } from './reset-target.js';

/** What a reset does to a partition. */
export interface PlannedReset {
  readonly topic: string;
  readonly partition: number;
  /** The committed offset before; null for none. */
  readonly from: string | null;
  readonly to: string;
}

/** A partition and what it keeps. */
export interface KeptPartition extends Pick<PartitionLag, 'topic' | 'partition' | 'committed'> {
  /** The first offset kept. */
  readonly start: string;
  /** The offset after the last message. */
  readonly end: string;
  /** The offset of the target, if the transport finds it. */
  readonly found?: string;
}

export interface ResetScope {
  readonly group: string;
  readonly topic: string;
  /** Default: all. */
  readonly partition?: number;
}

/** Reads what a reset would do, and changes nothing. */
export async function planReset(
  admin: Pick<EventBusAdmin, 'lag' | 'findOffsets'>,
  { group, topic, partition }: ResetScope,
  target: ResetTarget,
): Promise<readonly PlannedReset[]> {
  const [lags, starts, ends] = await Promise.all([
    admin.lag(group, topic),
    admin.findOffsets(topic, { to: 'earliest' }),
    admin.findOffsets(topic, { to: 'latest' }),
  ]);
  const times = target.to === 'time' ? await admin.findOffsets(topic, target) : [];
  const chosen = lags.filter((lag) => partition === undefined || lag.partition === partition);
  if (chosen.length === 0) {
    throw new UsageError(
      `${topic} has no partition ${String(partition)}; it may be 0 to ${String(lags.length - 1)}`,
    );
  }
  return chosen.map((lag) => {
    const time = offsetIn(times, lag.partition);
    const kept = {
      ...lag,
      start: offsetIn(starts, lag.partition) ?? '0',
      end: offsetIn(ends, lag.partition) ?? lag.end,
      ...(time === undefined ? {} : { found: time }),
    };
    return {
      topic,
      partition: lag.partition,
      from: lag.committed,
      to: String(targetOffset(kept, target)),
    };
  });
}

/**
 * The offset that a target means in a partition. A shift ends at what is kept.
 *
 * @throws UsageError for an offset that is not kept.
 */
export function targetOffset(kept: KeptPartition, target: ResetTarget): bigint {
  const [start, end] = [BigInt(kept.start), BigInt(kept.end)];
  switch (target.to) {
    case 'earliest':
      return start;
    case 'latest':
      return end;
    case 'time':
      return BigInt(kept.found ?? kept.end);
    case 'shift':
      return within(start, end, BigInt(kept.committed ?? kept.start) + target.by);
    case 'offset': {
      const offset = BigInt(target.offset);
      if (offset >= start && offset <= end) return offset;
      throw new UsageError(
        `${kept.topic}[${String(kept.partition)}] has no offset ${target.offset}: it may be ${kept.start} to ${kept.end}`,
      );
    }
  }
}

function within(least: bigint, greatest: bigint, value: bigint): bigint {
  if (value < least) return least;
  return value > greatest ? greatest : value;
}

function offsetIn(offsets: readonly PartitionOffset[], partition: number): string | undefined {
  return offsets.find((each) => each.partition === partition)?.offset;
}
