import type { BatchContext, MessageBatch, Random, Subscription } from '@foldmart/core';
import { MemoryBroker, MemoryEventBus } from '@foldmart/adapters-memory';
import { VirtualClock } from '@foldmart/core/testing';
import type { GroupPartition } from '../../src/event-bus/group-partition.js';
import { ProcessClock } from '@foldmart/conformance';
import { seededRandom } from './seeded-random.js';

/** A violation of the contract, if one was found. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

interface Process {
  readonly bus: MemoryEventBus;
  readonly clock: ProcessClock;
  readonly subscription: Subscription;
  hasCrashed: boolean;
  /** True while it is stopped, and until it has noticed what others did in the meantime. */
  mayBeFenced: boolean;
}

interface Delivery {
  readonly process: Process;
  readonly signal: AbortSignal;
  /** True once its process was stopped: others may have taken over before it notices. */
  mayBeFenced: boolean;
}

const topic = 'orders';
const group = 'orders_group';
const partitions = 3;
const sessionTimeoutMs = 3_000;

/**
 * One group on one topic, with processes that join, leave, crash and stop, and handlers that are slow and fail.
 * Checks every delivery and every commit, and records the first violation.
 */
export class GroupScene {
  readonly clock = new VirtualClock();
  readonly #broker = new MemoryBroker({}, { clock: this.clock });
  readonly #random: Random;
  readonly #publisher: MemoryEventBus;
  readonly #processes: Process[] = [];
  /** By partition: offsets that some handler has handled. */
  readonly #handled = Array.from({ length: partitions }, () => new Set<number>());
  readonly #inFlight = Array.from({ length: partitions }, () => new Set<Delivery>());
  readonly #committed: number[] = [];
  #published = 0;
  #isCalm = false;
  violation: Violation | undefined;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    const dependencies = { clock: this.clock, random: this.#random, broker: this.#broker };
    this.#publisher = new MemoryEventBus({}, dependencies);
    this.#broker.createTopic({
      name: topic,
      partitions,
      replicationFactor: 1,
      minInsyncReplicas: 1,
      compression: 'none',
      retentionMs: 1e9,
    });
  }

  async publish(count: number): Promise<void> {
    const messages = Array.from({ length: count }, () => {
      this.#published += 1;
      return { key: `u_${this.#published % 7}`, value: String(this.#published) };
    });
    await this.#publisher.publish(topic, messages);
  }

  async join(): Promise<void> {
    const clock = new ProcessClock(this.clock);
    const bus = new MemoryEventBus(
      { sessionTimeoutMs, retry: { firstDelayMs: 50, longestDelayMs: 400 } },
      { clock, random: this.#random, broker: this.#broker },
    );
    const options = { topic, group, member: 'member', maxBatchMessages: 4 };
    const subscription = await bus.subscribe(options, (batch, context) =>
      this.#handle(process, batch, context),
    );
    const process: Process = { bus, clock, subscription, hasCrashed: false, mayBeFenced: false };
    this.#processes.push(process);
  }

  /** Closes without awaiting the end, because work in flight may take long. */
  leave(which: number): void {
    void this.#take(which)?.bus.close({ deadlineMs: 500 });
  }

  crash(which: number): void {
    const process = this.#take(which);
    if (process === undefined) return;
    process.hasCrashed = true;
    process.bus.crash();
  }

  stop(which: number): void {
    const stopped = this.#processes[which % this.#processes.length];
    if (stopped === undefined) return;
    stopped.clock.stop();
    stopped.mayBeFenced = true;
    for (const delivery of this.#inFlight.flatMap((deliveries) => [...deliveries])) {
      if (delivery.process === stopped) delivery.mayBeFenced = true;
    }
  }

  resumeAll(): void {
    for (const process of this.#processes) {
      process.clock.resume();
      this.clock.schedule(0, () => (process.mayBeFenced = false));
    }
  }

  /** Lets the survivors finish. */
  async settle(): Promise<void> {
    this.#isCalm = true;
    this.resumeAll();
    await this.join();
    await this.clock.advance(sessionTimeoutMs * 4);
    this.#check();
    const handled = this.#handled.reduce((sum, offsets) => sum + offsets.size, 0);
    if (handled !== this.#published) this.#report(`${handled} of ${this.#published} were handled`);
    for (const [partition, { committed, log }] of this.#states().entries()) {
      if ((committed ?? 0) !== log.end) this.#report(`partition ${partition} makes no progress`);
    }
    await this.clock.drive(Promise.all(this.#processes.map(({ bus }) => bus.close())));
  }

  async #handle(
    process: Process,
    { partition, messages }: MessageBatch,
    { signal }: BatchContext,
  ): Promise<void> {
    const delivery = { process, signal, mayBeFenced: process.mayBeFenced };
    const from = Number(messages[0]?.offset);
    this.#started(partition, from, delivery);
    try {
      await process.clock.sleep(this.#isCalm ? 1 : this.#random.next() * 200);
      if (!this.#isCalm && this.#random.next() < 0.2) throw new Error('the handler failed');
      for (const { offset } of messages) this.#handled[partition]?.add(Number(offset));
    } finally {
      this.#inFlight[partition]?.delete(delivery);
      this.#check();
    }
  }

  #started(partition: number, from: number, delivery: Delivery): void {
    const rivals = [...(this.#inFlight[partition] ?? [])].filter(counts);
    if (rivals.length > 0 && counts(delivery)) this.#report(`two handle partition ${partition}`);
    this.#inFlight[partition]?.add(delivery);
    const committed = this.#states()[partition]?.committed ?? 0;
    if (from > committed) this.#report(`${from} overtook ${committed} in partition ${partition}`);
    if (from < committed && counts(delivery)) this.#report(`${from} was committed already`);
  }

  /** Nothing may be committed that was not handled, and no commit may move back. */
  #check(): void {
    for (const [partition, { committed }] of this.#states().entries()) {
      const before = this.#committed[partition] ?? 0;
      if ((committed ?? 0) < before) this.#report(`${before} was set back to ${committed ?? 0}`);
      this.#committed[partition] = committed ?? 0;
      for (let offset = 0; offset < (committed ?? 0); offset += 1) {
        if (this.#handled[partition]?.has(offset) === true) continue;
        this.#report(`offset ${offset} of partition ${partition} was committed unhandled`);
      }
    }
  }

  #states(): readonly GroupPartition[] {
    return this.#broker.findGroup(group, topic)?.partitions ?? [];
  }

  #take(which: number): Process | undefined {
    return this.#processes.splice(which % Math.max(this.#processes.length, 1), 1)[0];
  }

  #report(what: string): void {
    this.violation ??= new Violation(`at ${this.clock.monotonic()} ms: ${what}`);
  }
}

/** Whether the result of a delivery must count while its process runs. */
function counts({ process, signal, mayBeFenced }: Delivery): boolean {
  return !process.hasCrashed && !mayBeFenced && !signal.aborted;
}
