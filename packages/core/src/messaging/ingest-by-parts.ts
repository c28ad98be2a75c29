import type { EventStore } from '../ports/event-store.js';
import type { IngestBatch, IngestItem, IngestOutcome, IngestReport } from '../ports/ingest.js';
import { bisect } from './bisect.js';
import type { ConsumedRange } from './consumed-position.js';
import { deadLetterDetail, type MessageSource, type NewDeadLetter } from './dead-letter.js';
import { compareOffsets, HeldKeys, holdsKey, type ParkingPolicy } from './held-keys.js';
import { mayBeFaultOfMessage, MessageFaults } from './message-faults.js';

/** An event of a batch, and its message. */
export type SourcedItem = IngestItem & { readonly source: MessageSource };

/** A batch of messages, read. */
export interface DecodedBatch {
  readonly items: readonly SourcedItem[];
  readonly deadLetters: readonly NewDeadLetter[];
  readonly consumed: ConsumedRange;
  readonly parking: ParkingPolicy;
  readonly attempt: number;
}

/**
 * Records a batch in one call. If the store rejects it and a message may be at fault, the batch is bisected: the messages
 * that are not behind a parked one are recorded in parts, and then the rest, with the letters and the position, in one
 * more call. Rejects if two messages fail for the same reason, before anything is parked.
 */
export async function ingestByParts(
  store: Pick<EventStore, 'ingest'>,
  batch: DecodedBatch,
): Promise<IngestReport> {
  const { items, deadLetters, consumed, parking, attempt } = batch;
  const whole: IngestBatch = { items, deadLetters, consumed, parking };
  if (items.length === 0) return store.ingest(whole);
  const parts = new Parts(batch);
  let report: IngestReport | undefined;
  const take = async (some: readonly SourcedItem[]): Promise<void> => {
    if (some.length === items.length) {
      report = await store.ingest(whole);
      return;
    }
    const free = parts.free(some);
    if (free.length > 0) parts.recorded((await store.ingest({ items: free })).outcomes);
  };
  for await (const part of bisect(items, take, mayBeFaultOfMessage)) {
    if (part.kind === 'failed') parts.refuse(part.item, part.error, attempt);
    else parts.withhold(part.items);
  }
  return report ?? parts.finish(store);
}

/** What becomes of a batch that is recorded in parts. */
class Parts {
  readonly #batch: DecodedBatch;
  readonly #faults = new MessageFaults();
  /** The keys that may be held by this batch; the store decides which are. */
  readonly #keys = new HeldKeys();
  readonly #letters: NewDeadLetter[];
  readonly #outcomes: IngestOutcome[] = [];
  readonly #withheld: SourcedItem[] = [];

  constructor(batch: DecodedBatch) {
    this.#batch = batch;
    this.#letters = [...batch.deadLetters];
    for (const letter of batch.deadLetters) this.#hold(letter);
  }

  free(items: readonly SourcedItem[]): readonly SourcedItem[] {
    return items.filter(({ source }) => !this.#keys.isBehind(source));
  }

  recorded(outcomes: readonly IngestOutcome[]): void {
    this.#outcomes.push(...outcomes);
  }

  withhold(items: readonly SourcedItem[]): void {
    this.#withheld.push(...items.filter(({ source }) => this.#keys.isBehind(source)));
  }

  refuse(item: SourcedItem, error: unknown, attempts: number): void {
    this.#faults.add(item.event, error);
    const { source, event } = item;
    const detail = deadLetterDetail(error instanceof Error ? error.message : String(error));
    const letter = { source, reason: 'refused', detail, attempts, eventId: event.id } as const;
    this.#letters.push(letter);
    this.#outcomes.push('refused');
    this.#hold(letter);
  }

  /** Records what was withheld. The letters and the position come with the first part that the store takes. */
  async finish(store: Pick<EventStore, 'ingest'>): Promise<IngestReport> {
    const { consumed, parking, attempt } = this.#batch;
    const take = (items: readonly SourcedItem[]): Promise<IngestReport> =>
      store.ingest({ items, deadLetters: this.#lettersUpTo(items.at(-1)), parking });
    try {
      const [items, deadLetters] = [this.#withheld, this.#letters];
      const last = await store.ingest({ items, deadLetters, consumed, parking });
      return { ...last, outcomes: [...this.#outcomes, ...last.outcomes] };
    } catch (error) {
      if (this.#withheld.length === 0 || !mayBeFaultOfMessage(error)) throw error;
    }
    for await (const part of bisect(this.#withheld.splice(0), take, mayBeFaultOfMessage)) {
      if (part.kind === 'failed') this.refuse(part.item, part.error, attempt);
      else this.recorded(part.result.outcomes);
    }
    return this.finish(store);
  }

  /** The letters before an item; those after it must not get smaller ids than what is withheld. */
  #lettersUpTo(item: SourcedItem | undefined): readonly NewDeadLetter[] {
    if (item === undefined) return [];
    const { offset } = item.source;
    return this.#letters.filter(({ source }) => compareOffsets(source.offset, offset) < 0);
  }

  #hold(letter: NewDeadLetter): void {
    if (this.#batch.parking === 'park-key' && holdsKey(letter)) this.#keys.hold(letter.source);
  }
}
