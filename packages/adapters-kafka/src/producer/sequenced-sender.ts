import {
  retryDelayMs,
  type Clock,
  type Logger,
  type Random,
  type RetryPolicy,
} from '@foldmart/core';
import { kafkaErrorType } from '../classify-error.js';
import type { OutgoingRecord, ProducerClient, ProducerId } from '../client/kafka-client.js';
import { ProtocolError } from '../wire/protocol-error.js';
import { RecordTime } from './record-time.js';
import { judgeSend, type SendVerdict } from './send-verdict.js';

const RETRY: RetryPolicy = { firstDelayMs: 50, longestDelayMs: 1_000 };
/** How long a known topic may be missing, since a broker with stale metadata may not know it for a moment. */
const MISSING_TOPIC_MS = 3_000;
const SEQUENCES = 2 ** 31;
/** How often the timestamp of one batch is corrected: for the broker's time, for a jump of it, and for none. */
const CORRECTIONS = 3;

type Session = { readonly id: ProducerId; nextSequence: number };

export interface SenderContext {
  readonly client: ProducerClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly deliveryTimeoutMs: number;
}

/**
 * Writes batches to one partition, one after another, each exactly once. It has its own producer id and discards it
 * whenever a batch is given up. While it is unknown whether that batch was written, its sequence numbers must not be
 * reused: a broker would take the next batch for a duplicate and drop it.
 */
export class SequencedSender {
  readonly #context: SenderContext;
  readonly #topic: string;
  readonly #partition: number;
  readonly #stopped: AbortSignal;
  readonly #time: RecordTime;
  #session: Session | undefined;
  #timestampMs = 0;

  constructor(context: SenderContext, topic: string, partition: number, stopped: AbortSignal) {
    this.#context = context;
    this.#topic = topic;
    this.#partition = partition;
    this.#stopped = stopped;
    this.#time = new RecordTime(context.clock);
  }

  /** Retries until the records are written. Rejects with the client's last error when it gives up. */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const attempt = new Attempts(this.#context);
    for (;;) {
      const error = await this.#try(records);
      if (error === undefined) return;
      const verdict = judgeSend(error);
      if (verdict === 'written') {
        this.#advance(records.length);
        return;
      }
      if (verdict === 'mistimed' && attempt.mayCorrectTime() && this.#correctTime(error)) continue;
      if (verdict === 'stale-producer') this.#session = undefined;
      if (!attempt.mayFollow(verdict, error) || !(await this.#pause(attempt.failures))) {
        this.#session = undefined;
        throw error;
      }
    }
  }

  async #try(records: readonly OutgoingRecord[]): Promise<Error | undefined> {
    const { client } = this.#context;
    try {
      this.#session ??= { id: await client.createProducerId(), nextSequence: 0 };
      this.#timestampMs = this.#time.now();
      await client.produce({
        topic: this.#topic,
        partition: this.#partition,
        records,
        producer: this.#session.id,
        firstSequence: this.#session.nextSequence,
        timestampMs: this.#timestampMs,
      });
      this.#advance(records.length);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** False if the broker refuses records even without a timestamp. */
  #correctTime(error: Error): boolean {
    const refusedMs = this.#timestampMs;
    const explanation = error instanceof ProtocolError ? error.explanation : '';
    if (!this.#time.correct(refusedMs, explanation)) return false;
    this.#context.logger.warn('the clock is too far from that of Kafka: messages get its time', {
      topic: this.#topic,
      partition: this.#partition,
      refusedMs,
      usedMs: this.#time.now(),
    });
    return true;
  }

  #advance(count: number): void {
    if (this.#session === undefined) return;
    this.#session.nextSequence = (this.#session.nextSequence + count) % SEQUENCES;
  }

  /** Backs off. False if the producer has stopped. */
  async #pause(failures: number): Promise<boolean> {
    const { client, clock, random } = this.#context;
    await clock.sleep(retryDelayMs(RETRY, failures, random), this.#stopped);
    if (this.#stopped.aborted) return false;
    // If the metadata cannot be read, the next attempt reports the reason.
    await client.refreshMetadata().catch(() => undefined);
    return true;
  }
}

/** Tracks the failures of one batch, and decides whether another attempt is safe. */
class Attempts {
  readonly #clock: Clock;
  readonly #deadline: number;
  readonly #missingTopicDeadline: number;
  #isInDoubt = false;
  #corrections = 0;
  failures = 0;

  constructor({ clock, deliveryTimeoutMs }: SenderContext) {
    this.#clock = clock;
    this.#deadline = clock.monotonic() + deliveryTimeoutMs;
    this.#missingTopicDeadline = clock.monotonic() + MISSING_TOPIC_MS;
  }

  /** A few times for one batch. */
  mayCorrectTime(): boolean {
    this.#corrections += 1;
    return this.#corrections <= CORRECTIONS;
  }

  mayFollow(verdict: SendVerdict, error: unknown): boolean {
    this.failures += 1;
    if (verdict === 'in-doubt') this.#isInDoubt = true;
    if (verdict === 'refused' || verdict === 'mistimed' || verdict === 'too-large') return false;
    // With a new producer id, records of an attempt in doubt could be written twice.
    if (verdict === 'stale-producer' && this.#isInDoubt) return false;
    const isMissing = kafkaErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION';
    return this.#clock.monotonic() < (isMissing ? this.#missingTopicDeadline : this.#deadline);
  }
}
