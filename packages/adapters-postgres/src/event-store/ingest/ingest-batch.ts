import {
  bisect,
  inOrderOfMessages,
  successorLetter,
  type ConsumptionGap,
  type IngestItem,
  type IngestReport,
  type NewDeadLetter,
} from '@foldmart/core';
import type { Session } from '../../connection/session.js';
import type { Line } from '../../dead-letter-store/line-lock.js';
import { parkStatement } from '../../dead-letter-store/park-letters.js';
import { gapIn } from '../consumed-positions.js';
import { BatchKeys, lineOf } from './batch-keys.js';
import { followedStreams, type EncodedBatch } from './encode-batch.js';
import { recordRound } from './ingest-round.js';
import { planRounds, type EncodedItem, type Outcomes } from './ingest-rounds.js';
import { inAppend } from '../in-append.js';
import { isFaultOfEvent } from '../inline-failures.js';
import { queueForStreams, type LogContext } from '../log-writer.js';

export interface IngestOptions {
  /** First waits for other batches that lost a race for the same streams. */
  readonly queues?: boolean;
  /** Finds the held keys of this line first, and parks what is behind them. */
  readonly line?: Line | undefined;
}

/** A batch as it was recorded. */
export interface RecordedBatch {
  readonly report: IngestReport;
  /** Undefined if it was not looked for. */
  readonly isHeld?: boolean;
}

/**
 * Records a batch in one transaction. If the server can never hold one of the events, a second transaction bisects
 * the batch, refuses that event and records the others. If the batch keeps the order of its keys and no line is given, it
 * rejects with FM002 or with the server's refusal if it has to know its held keys.
 */
export async function ingestBatch(
  session: Session,
  context: LogContext,
  encoded: EncodedBatch,
  { queues = false, line }: IngestOptions = {},
): Promise<RecordedBatch> {
  const record = (recordItems: RecordItems): Promise<RecordedBatch> =>
    inAppend(session, context, async () => {
      if (queues) await queueForStreams(session, context.tables, followedStreams(encoded.items));
      const keys = line && (await enterLine(session, context, encoded, line));
      return new BatchRecording(session, context, encoded, keys).run(recordItems);
    });
  const mustLook = line === undefined && lineOf(encoded.batch) !== undefined;
  try {
    return await record(recordInRounds);
  } catch (error) {
    if (mustLook || !isFaultOfEvent(error)) throw error;
    return record(recordByHalves);
  }
}

function enterLine(
  session: Session,
  { tables }: LogContext,
  { batch, refusals }: EncodedBatch,
  line: Line,
): Promise<BatchKeys> {
  const { items, deadLetters = [] } = batch;
  const refused = [...refusals].flatMap(([index, why]) => refusalOf(items[index], why));
  return BatchKeys.enter(session, tables, line, { items, letters: [...deadLetters, ...refused] });
}

/** Records items. */
type RecordItems = (recording: BatchRecording, items: readonly EncodedItem[]) => Promise<void>;

const recordInRounds: RecordItems = (recording, items) => recording.recordInRounds(items);
const recordByHalves: RecordItems = (recording, items) => recording.recordByHalves(items);

/** A batch while it is recorded in one transaction. */
class BatchRecording {
  readonly #session: Session;
  readonly #context: LogContext;
  readonly #encoded: EncodedBatch;
  readonly #keys: BatchKeys | undefined;
  readonly #outcomes: Outcomes = new Map();
  readonly #refusals: Map<number, string>;

  constructor(
    session: Session,
    context: LogContext,
    encoded: EncodedBatch,
    keys: BatchKeys | undefined,
  ) {
    this.#session = session;
    this.#context = context;
    this.#encoded = encoded;
    this.#keys = keys;
    this.#refusals = new Map(encoded.refusals);
  }

  async run(record: RecordItems): Promise<RecordedBatch> {
    const { batch, items } = this.#encoded;
    await record(this, this.#diverted(items));
    const letters = [
      ...(batch.deadLetters ?? []),
      ...batch.items.flatMap((item, index) => this.#letterOf(item, index)),
    ];
    const gap = await this.#finish(inOrderOfMessages(letters));
    const outcomes = batch.items.map((_item, index) => this.#outcomes.get(index) ?? 'refused');
    return {
      report: { outcomes, ...(gap !== undefined && { gap }) },
      ...(this.#keys !== undefined && { isHeld: this.#keys.isHeld }),
    };
  }

  async recordInRounds(items: readonly EncodedItem[], outcomes = this.#outcomes): Promise<void> {
    for (const round of planRounds(items)) {
      await recordRound(this.#session, this.#context, round, outcomes);
    }
  }

  async recordByHalves(items: readonly EncodedItem[]): Promise<void> {
    const take = (some: readonly EncodedItem[]): Promise<Outcomes> =>
      this.#attempt(this.#diverted(some));
    for await (const part of bisect(items, take, isFaultOfEvent)) {
      if (part.kind === 'failed') await this.#refuse(part.item, part.error);
      else for (const [index, outcome] of part.result) this.#outcomes.set(index, outcome);
    }
  }

  async #refuse({ index }: EncodedItem, error: unknown): Promise<void> {
    const why = error instanceof Error ? error.message : String(error);
    this.#refusals.set(index, why);
    await this.#keys?.hold(this.#session, refusalOf(this.#encoded.batch.items[index], why));
  }

  /** The items that are to be recorded: not settled, and not behind the head of their key. */
  #diverted(items: readonly EncodedItem[]): readonly EncodedItem[] {
    const keys = this.#keys;
    if (keys === undefined) return items;
    return items.filter(({ index }) => {
      const source = this.#encoded.batch.items[index]?.source;
      const isSettled = keys.isSettled(source);
      if (!isSettled && !keys.isBehind(source)) return true;
      this.#outcomes.set(index, isSettled ? 'duplicate' : 'held');
      return false;
    });
  }

  /** Records items within a savepoint. Rejects and records none of them if the server rejects one. */
  async #attempt(items: readonly EncodedItem[]): Promise<Outcomes> {
    const outcomes: Outcomes = new Map();
    await this.#session.run({ text: 'SAVEPOINT items' });
    try {
      await this.recordInRounds(items, outcomes);
    } catch (error) {
      if (!isFaultOfEvent(error)) throw error;
      await this.#session.run({ text: 'ROLLBACK TO SAVEPOINT items' });
      await this.#session.run({ text: 'RELEASE SAVEPOINT items' });
      throw error;
    }
    await this.#session.run({ text: 'RELEASE SAVEPOINT items' });
    return outcomes;
  }

  #letterOf(item: IngestItem, index: number): readonly NewDeadLetter[] {
    const { source, event } = item;
    if (source === undefined) return [];
    const outcome = this.#outcomes.get(index);
    if (outcome === 'held') return [successorLetter(source, 1, event.id)];
    const why = this.#refusals.get(index);
    if (why !== undefined) return refusalOf(item, why);
    const detail = 'another event is there; it was kept';
    const letter = { source, attempts: 1, eventId: event.id, reason: 'conflict', detail } as const;
    return outcome === 'conflict' ? [letter] : [];
  }

  /** Parks letters and records the position. Resolves with the gap that is open. */
  async #finish(letters: readonly NewDeadLetter[]): Promise<ConsumptionGap | undefined> {
    const { tables, recordConsumed } = this.#context;
    const { consumed } = this.#encoded.batch;
    const unlessHeld = this.#keys === undefined && lineOf(this.#encoded.batch) !== undefined;
    const park = letters.length === 0 ? [] : [parkStatement(tables, letters)];
    const recording = consumed === undefined ? [] : [recordConsumed(consumed, { unlessHeld })];
    const results = await this.#session.runAll([...park, ...recording]);
    if (letters.length > 0) await this.#keys?.store(this.#session, results[0]);
    return consumed === undefined ? undefined : gapIn(results.at(-1));
  }
}

function refusalOf(item: IngestItem | undefined, detail: string): readonly NewDeadLetter[] {
  if (item?.source === undefined) return [];
  const { source, event } = item;
  return [{ source, reason: 'refused', detail, attempts: 1, eventId: event.id }];
}
