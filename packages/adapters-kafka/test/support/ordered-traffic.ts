import { retryTransient, type EventBus, type MessageBatch } from '@foldmart/core';
import { realClock } from '@foldmart/conformance';

const KEYS = 12;
const CALL_SIZE = 24;

/** Publishes numbered messages of several keys continuously, retrying each call, and records what is delivered. */
export class OrderedTraffic {
  readonly #bus: EventBus;
  readonly #topic: string;
  readonly #stop = new AbortController();
  readonly #seen = new Map<string, number[]>();
  #running: Promise<void> | undefined;
  #next = 0;

  constructor(bus: EventBus, topic: string) {
    this.#bus = bus;
    this.#topic = topic;
  }

  get acknowledged(): number {
    return this.#next;
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
    while (!this.#stop.signal.aborted) {
      const messages = Array.from({ length: CALL_SIZE }, (_, index) => ({
        key: `k${(this.#next + index) % KEYS}`,
        value: String(this.#next + index),
      }));
      await retryTransient(() => this.#bus.publish(this.#topic, messages), {
        clock: realClock,
        random: { next: Math.random },
      });
      this.#next += CALL_SIZE;
      await realClock.sleep(5, this.#stop.signal);
    }
  }
}
