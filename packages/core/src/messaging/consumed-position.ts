/** What a group consumed with one batch: the batch's place in its partition. Offsets are decimal integers from 0. */
export interface ConsumedRange {
  readonly group: string;
  readonly topic: string;
  /** The identity of the topic; null if the transport has none. */
  readonly topicId: string | null;
  readonly partition: number;
  /** The group's position before the batch. */
  readonly from: string;
  /** The group's position after the batch. */
  readonly next: string;
}

/** Offsets of a partition that a group has acknowledged, and whose messages are not in the store. */
export interface ConsumptionGap {
  /** The first offset that is missing. */
  readonly from: string;
  /** The offset after the last one that is missing. */
  readonly to: string;
}

/** Up to where a store has recorded what a group consumed of a partition. */
export interface ConsumedPosition {
  readonly group: string;
  readonly topic: string;
  readonly topicId: string | null;
  readonly partition: number;
  /** The offset after the last message recorded. */
  readonly next: string;
  /** What is missing below `next`; null if nothing is. `foundAt` is an ISO time. */
  readonly gap: (ConsumptionGap & { readonly foundAt: string }) | null;
}

/** The record of one partition. */
export interface ConsumedState {
  readonly next: string;
  readonly gap?: ConsumptionGap;
}

/**
 * The record of a partition after a batch. `next` never decreases. A batch that begins above `next` opens a gap, or
 * widens the open one over everything between. Batches that begin at the start of the gap or below shrink it from there, and
 * the one that reaches its end closes it.
 */
export function recordConsumed(
  known: ConsumedState | undefined,
  { from, next }: Pick<ConsumedRange, 'from' | 'next'>,
): ConsumedState {
  if (known === undefined) return { next };
  if (isBelow(known.next, from)) {
    return { next, gap: { from: known.gap?.from ?? known.next, to: from } };
  }
  const highest = isBelow(known.next, next) ? next : known.next;
  const gap = known.gap === undefined ? undefined : without(known.gap, from, next);
  return { next: highest, ...(gap !== undefined && { gap }) };
}

function without(gap: ConsumptionGap, from: string, next: string): ConsumptionGap | undefined {
  if (isBelow(gap.from, from) || !isBelow(gap.from, next)) return gap;
  return isBelow(next, gap.to) ? { from: next, to: gap.to } : undefined;
}

function isBelow(one: string, other: string): boolean {
  return BigInt(one) < BigInt(other);
}
