import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@foldmart/core';
import type { OutgoingRecord } from '../client/kafka-client.js';
import { judgeSend } from './send-verdict.js';

/** Consecutive records of one publish call for one partition, small enough for one request. */
export interface Chunk {
  readonly records: readonly OutgoingRecord[];
  readonly requestBytes: number;
  /** The number of the publish call. Calls are numbered in their order. */
  readonly call: number;
  /** Called once, with the error if the chunk failed. */
  readonly settle: (error?: Error) => void;
}

export interface LaneOptions {
  /** The number of the latest publish call. */
  readonly latestCall: () => number;
  readonly lingerMs: number;
  readonly batchBytes: number;
  readonly maxRequestBytes: number;
}

/** Writes a batch. Rejects when the batch is given up. */
export type SendBatch = (records: readonly OutgoingRecord[]) => Promise<void>;

type Failure = { readonly latestCall: number; readonly error: Error };

/**
 * Sends to one partition: one request at a time, which includes everything that accumulated meanwhile. If a request
 * is given up, every call made until then fails too, also one that is added later because it waits for room. So
 * nothing overtakes what failed.
 */
export class PartitionLane {
  readonly #send: SendBatch;
  readonly #clock: Clock;
  readonly #options: LaneOptions;
  #waiting: Chunk[] = [];
  #isRunning = false;
  #isAbandoned = false;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  #lastChunks = 0;
  #failure: Failure | undefined;

  constructor(send: SendBatch, clock: Clock, options: LaneOptions) {
    this.#send = send;
    this.#clock = clock;
    this.#options = options;
  }

  add(chunk: Chunk): void {
    if (this.#failure !== undefined && chunk.call <= this.#failure.latestCall) {
      chunk.settle(this.#failure.error);
      return;
    }
    this.#waiting.push(chunk);
    if (this.#isRunning) return;
    this.#isRunning = true;
    // Calls of one turn of the event loop share a request.
    queueMicrotask(() => void this.#run());
  }

  /** Fails the waiting chunks. A request in flight still settles its own chunks. */
  failWaiting(error: Error): void {
    for (const chunk of this.#waiting.splice(0)) chunk.settle(error);
  }

  /** Sends and settles nothing more. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#linger();
      await this.#sendTogether(this.#take());
      // Callers that share requests are likely to call again as soon as they are answered: they share the next one.
      if (this.#lastChunks > 1) await setImmediate();
    }
    this.#isRunning = false;
  }

  async #sendTogether(batch: readonly Chunk[]): Promise<void> {
    if (batch.length === 0) return;
    this.#lastSentAt = this.#clock.monotonic();
    this.#lastChunks = batch.length;
    const error = await this.#failureOf(batch.flatMap(({ records }) => records));
    if (this.#isAbandoned) return;
    if (error !== undefined && batch.length > 1 && judgeSend(error) === 'too-large') {
      await this.#sendApart(batch);
      return;
    }
    if (error === undefined) settleAll(batch);
    else this.#giveUp(batch, error);
  }

  #giveUp(batch: readonly Chunk[], error: Error): void {
    this.#failure = { latestCall: this.#options.latestCall(), error };
    settleAll(batch, error);
    this.failWaiting(error);
  }

  // The topic accepts less than this client's settings allow. Only a chunk that is too large by itself should fail.
  async #sendApart(batch: readonly Chunk[]): Promise<void> {
    for (const [index, chunk] of batch.entries()) {
      const error = await this.#failureOf(chunk.records);
      if (this.#isAbandoned) return;
      if (error !== undefined && judgeSend(error) !== 'too-large') {
        this.#giveUp(batch.slice(index), error);
        return;
      }
      chunk.settle(error);
    }
  }

  async #failureOf(records: readonly OutgoingRecord[]): Promise<Error | undefined> {
    try {
      await this.#send(records);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #take(): readonly Chunk[] {
    let bytes = 0;
    const tooMany = this.#waiting.findIndex((chunk, index) => {
      bytes += chunk.requestBytes;
      return index > 0 && bytes > this.#options.maxRequestBytes;
    });
    return this.#waiting.splice(0, tooMany === -1 ? this.#waiting.length : tooMany);
  }

  // Waiting helps only if the last request, a moment ago, served several callers: then more calls are likely soon. A
  // lone caller would wait for nothing.
  async #linger(): Promise<void> {
    const { lingerMs, batchBytes } = this.#options;
    const restMs = this.#lastSentAt + lingerMs - this.#clock.monotonic();
    if (restMs <= 0 || this.#lastChunks < 2) return;
    const bytes = this.#waiting.reduce((sum, chunk) => sum + chunk.requestBytes, 0);
    if (bytes < batchBytes && this.#waiting.length < this.#lastChunks) {
      await this.#clock.sleep(restMs);
    }
  }
}

function settleAll(chunks: readonly Chunk[], error?: Error): void {
  for (const chunk of chunks) chunk.settle(error);
}
