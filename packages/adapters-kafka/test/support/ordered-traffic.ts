import {
  createOrderedPublisher,
  type EventBus,
  type MessageBatch,
  type OutgoingMessage,
} from '@foldmart/core';
import { realClock } from '@foldmart/conformance';

const KEYS = 12;
const CALL_SIZE = 24;
const IN_FLIGHT = 8;

/**
 * Publishes numbered messages of several keys continuously, with 8 calls in flight, repeats those that fail, and
 * records what is delivered.
 */
export class OrderedTraffic {
  readonly #bus: EventBus;
  readonly #topic: string;
  readonly #stop = new AbortController();
  readonly #seen = new Map<string, number[]>();
  #running: Promise<void> | undefined;
  #next = 0;
  #acknowledged = 0;

  constructor(bus: EventBus, topic: string) {
    this.#bus = bus;
    this.#topic = topic;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get delivered(): number {
    return [...this.#seen.values()].reduce((sum, numbers) => sum + new Set(numbers).size, 0);
  }

  start(): void {
    this.#running = this.#publish();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  note({ messages }: MessageBatch): void {
    for (const { key, value } of messages) {
      const name = Buffer.from(key ?? []).toString();
      const numbers = this.#seen.get(name) ?? [];
      numbers.push(Number(Buffer.from(value ?? []).toString()));
      this.#seen.set(name, numbers);
    }
  }

  /** Numbers whose first delivery came after that of a later number of the same key. */
  inversions(): string[] {
    return [...this.#seen].flatMap(([key, numbers]) => {
      const firsts = [...new Set(numbers)];
      return firsts
        .filter((number, at) => number < (firsts[at - 1] ?? -1))
        .map((n) => `${key}: ${n}`);
    });
  }

  async #publish(): Promise<void> {
    const publish = createOrderedPublisher(
      (messages: readonly OutgoingMessage[]) => this.#bus.publish(this.#topic, messages),
      { retry: { clock: realClock, random: { next: Math.random } } },
    );
    const open = new Set<Promise<void>>();
    while (!this.#stop.signal.aborted) {
      while (open.size >= IN_FLIGHT) await Promise.race(open);
      const call: Promise<void> = publish(this.#nextMessages()).then(() => {
        this.#acknowledged += CALL_SIZE;
        open.delete(call);
      });
      open.add(call);
      await realClock.sleep(5, this.#stop.signal);
    }
    await Promise.all(open);
  }

  #nextMessages(): readonly OutgoingMessage[] {
    const first = this.#next;
    this.#next += CALL_SIZE;
    return Array.from({ length: CALL_SIZE }, (_, index) => ({
      key: `k${(first + index) % KEYS}`,
      value: String(first + index),
    }));
  }
}
