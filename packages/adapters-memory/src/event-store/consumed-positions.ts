import {
  recordConsumed,
  type Clock,
  type ConsumedPosition,
  type ConsumedRange,
  type ConsumptionGap,
} from '@foldmart/core';

/** The committed positions of groups, one for each partition of each life of a topic. */
export class ConsumedPositions {
  readonly #clock: Clock;
  readonly #positions = new Map<string, ConsumedPosition>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records a batch. Returns the gap that is open afterwards. */
  record(range: ConsumedRange): ConsumptionGap | undefined {
    const { group, topic, topicId, partition } = range;
    const place = keyOf(range);
    const known = this.#positions.get(place);
    const state = { next: known?.next ?? '', ...(known?.gap && { gap: known.gap }) };
    const { next, gap } = recordConsumed(known && state, range);
    const foundAt = known?.gap?.foundAt ?? new Date(this.#clock.now()).toISOString();
    this.#positions.set(place, {
      group,
      topic,
      topicId,
      partition,
      next,
      gap: gap === undefined ? null : { from: gap.from, to: gap.to, foundAt },
    });
    return gap && { from: gap.from, to: gap.to };
  }

  list(): readonly ConsumedPosition[] {
    return [...this.#positions.values()];
  }

  /** Closes gaps. Returns how many were open. */
  dismiss(group: string, topic: string, partition?: number): number {
    const dismissed = this.list().filter(
      (position) =>
        position.gap !== null &&
        position.group === group &&
        position.topic === topic &&
        (partition === undefined || position.partition === partition),
    );
    for (const position of dismissed) {
      this.#positions.set(keyOf(position), { ...position, gap: null });
    }
    return dismissed.length;
  }
}

type Place = Pick<ConsumedPosition, 'group' | 'topic' | 'topicId' | 'partition'>;

function keyOf({ group, topic, topicId, partition }: Place): string {
  return JSON.stringify([group, topic, topicId ?? '', partition]);
}
