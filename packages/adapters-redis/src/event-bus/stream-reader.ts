import {
  isRetryableError,
  retryDelayMs,
  type Clock,
  type Random,
  type RetryPolicy,
  type TransportWatch,
} from '@foldmart/core';
import type { StreamEntry } from '../codec.js';
import type { RedisConnection } from '../redis-connection.js';
import type { PartitionWorker } from './partition-worker.js';
import type { ReadBounds } from './read-bounds.js';
import { formatPosition, type StreamPosition } from './stream-position.js';

/** What a reader needs, and whom it tells. */
export interface StreamReaderOptions {
  /** A connection of its own, because reads block. */
  readonly connection: RedisConnection;
  /** Another connection, to interrupt a blocked read. */
  readonly commands: RedisConnection;
  readonly clock: Clock;
  readonly random: Random;
  readonly retry: RetryPolicy;
  readonly blockMs: number;
  readonly bounds: ReadBounds;
  readonly signalKey: string;
  readonly streamKey: (partition: number) => string;
  readonly hungryWorkers: () => readonly PartitionWorker[];
  /** Another member of the group has sent a signal. */
  readonly signalled: () => void;
  /** Reading failed, and no retry can help. */
  readonly failed: (error: unknown) => void;
  readonly transport: Pick<TransportWatch, 'failed' | 'answered'>;
}

interface Read {
  readonly workers: readonly PartitionWorker[];
  readonly from: readonly StreamPosition[];
  readonly count: number;
}

type StreamReply = readonly (readonly [Buffer, readonly StreamEntry[]])[] | null;

/** Reads all partitions of a member, and the group's signals, with one blocking command at a time. */
export class StreamReader {
  readonly #options: StreamReaderOptions;
  readonly #stop = new AbortController();
  #signalId: string;
  #clientId: number | undefined;
  #current: Read | undefined;
  #isInterrupting = false;

  constructor(signalId: string, options: StreamReaderOptions) {
    this.#options = options;
    this.#signalId = signalId;
    options.connection.onLost(() => {
      this.#clientId = undefined;
    });
  }

  /** Reads until stopped. */
  async run(): Promise<void> {
    const { clock, retry, random, failed, transport } = this.#options;
    for (let failures = 0; !this.#isStopped();) {
      try {
        await this.#readOnce();
        failures = 0;
        transport.answered();
      } catch (error) {
        if (this.#isStopped()) return;
        if (!isRetryableError(error)) {
          failed(error);
          return;
        }
        failures += 1;
        transport.failed(error);
        await clock.sleep(retryDelayMs(retry, failures, random), this.#stop.signal);
      }
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#options.connection.close();
  }

  /** Restarts a blocked read that does not include this worker, which has become hungry. */
  poke(worker: PartitionWorker): void {
    if (this.#current && !this.#current.workers.includes(worker)) void this.#interrupt();
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #readOnce(): Promise<void> {
    const { connection } = this.#options;
    this.#clientId ??= await connection.run('read', (redis) => redis.client('ID'));
    const workers = this.#options.hungryWorkers();
    const read = {
      workers,
      from: workers.map(({ fetched }) => fetched),
      count: this.#options.bounds.messages,
    };
    this.#current = read;
    try {
      this.#distribute(read, await this.#xread(read));
    } finally {
      this.#current = undefined;
    }
  }

  async #xread({ workers, from, count }: Read): Promise<StreamReply> {
    const { connection, blockMs, signalKey, streamKey } = this.#options;
    const keys = [signalKey, ...workers.map(({ lease }) => streamKey(lease.partition))];
    const ids = [this.#signalId, ...from.map(formatPosition)];
    const args = ['COUNT', count, 'BLOCK', blockMs, 'STREAMS', ...keys, ...ids];
    const reply = await connection.run('read', (redis) => redis.callBuffer('XREAD', ...args));
    return reply as StreamReply;
  }

  #distribute({ workers, from, count }: Read, reply: StreamReply): void {
    const { bounds, signalKey, signalled, streamKey } = this.#options;
    let largest = 0;
    for (const [key, entries] of reply ?? []) {
      const name = key.toString();
      if (name === signalKey) {
        this.#signalId = entries.at(-1)?.[0].toString('latin1') ?? this.#signalId;
        signalled();
        continue;
      }
      largest = Math.max(largest, largestBytes(entries));
      const index = workers.findIndex(({ lease }) => streamKey(lease.partition) === name);
      const start = from[index];
      if (start) workers[index]?.accept(start, entries, entries.length >= count);
    }
    if (largest > 0) bounds.learn(largest);
  }

  /** The command may overtake the read that it is meant for, so it is repeated until that read has ended. */
  async #interrupt(): Promise<void> {
    if (this.#isInterrupting) return;
    this.#isInterrupting = true;
    const read = this.#current;
    for (let waitMs = 1; this.#current === read && this.#clientId !== undefined; waitMs *= 2) {
      if (await this.#isUnblocked(this.#clientId)) break;
      await this.#options.clock.sleep(Math.min(waitMs, 50), this.#stop.signal);
      if (this.#isStopped()) break;
    }
    this.#isInterrupting = false;
  }

  async #isUnblocked(clientId: number): Promise<boolean> {
    try {
      const unblocked = await this.#options.commands.run('read', (redis) =>
        redis.client('UNBLOCK', clientId),
      );
      return unblocked === 1;
    } catch {
      // Otherwise the read ends after its blocking time.
      return true;
    }
  }
}

function largestBytes(entries: readonly StreamEntry[]): number {
  let largest = 0;
  for (const [, fields] of entries) {
    let bytes = 0;
    for (const field of fields) bytes += field.length;
    if (bytes > largest) largest = bytes;
  }
  return largest;
}
