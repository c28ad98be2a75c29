import type { ConsumedPosition, ConsumptionGap } from './consumed-position.js';
import { silentLogger, type Logger } from '../ports/logger.js';

/** A gap, and the partition that it is in. */
export interface PartitionGap extends ConsumptionGap {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

export interface GapReportsOptions {
  readonly logger?: Logger | undefined;
  /** Called once for each gap. Must not throw. */
  readonly onGap?: ((gap: PartitionGap) => void) | undefined;
}

/** Reports the gaps that a process meets: each once, at `error`, and once more, at `info`, when it is closed. */
export class GapReports {
  readonly #logger: Logger;
  readonly #onGap: GapReportsOptions['onGap'];
  /** By partition, the end of the gap that was reported. */
  readonly #reported = new Map<string, string>();

  constructor({ logger = silentLogger, onGap }: GapReportsOptions = {}) {
    this.#logger = logger;
    this.#onGap = onGap;
  }

  /** Takes the gap that is open in a partition; undefined if there is none. */
  see(
    { group, topic, partition }: Pick<ConsumedPosition, 'group' | 'topic' | 'partition'>,
    gap: ConsumptionGap | undefined,
  ): void {
    const place = { group, topic, partition };
    const key = JSON.stringify(place);
    const reported = this.#reported.get(key);
    if (gap?.to === reported) return;
    if (gap === undefined) {
      this.#reported.delete(key);
      this.#logger.info('no acknowledged messages are missing any more', {
        ...place,
        to: reported,
      });
      return;
    }
    this.#reported.set(key, gap.to);
    const { from, to } = gap;
    this.#logger.error('messages that the group acknowledged are not in the database', {
      ...place,
      from,
      to,
      mostMessages: String(BigInt(to) - BigInt(from)),
      hint: 'reset the group to `from` in this partition and consume again: recorded events are recognised as duplicates',
    });
    this.#onGap?.({ ...place, from, to });
  }
}
