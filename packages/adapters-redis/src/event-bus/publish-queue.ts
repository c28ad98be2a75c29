import type { EncodedMessage } from '../codec.js';

/** Limits of one flight. */
export interface FlightLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
}

interface WaitingCall {
  readonly messages: readonly EncodedMessage[];
  sent: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends the messages of one topic, one flight at a time. Calls that arrive meanwhile share the next flight. If a
 * flight fails, everything behind it fails too, because it could overtake a retry.
 */
export class PublishQueue {
  readonly #send: (messages: readonly EncodedMessage[]) => Promise<void>;
  readonly #limits: FlightLimits;
  #calls: WaitingCall[] = [];
  #isSending = false;
  #waitingBytes = 0;
  #whenIdle: (() => void)[] = [];

  constructor(limits: FlightLimits, send: (messages: readonly EncodedMessage[]) => Promise<void>) {
    this.#limits = limits;
    this.#send = send;
  }

  /** Bytes accepted and not yet sent. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Resolves when all messages are durable. */
  add(messages: readonly EncodedMessage[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#calls.push({ messages, sent: 0, resolve, reject });
      this.#waitingBytes += sumBytes(messages);
      if (!this.#isSending) void this.#sendAll();
    });
  }

  /** Resolves when nothing waits to be sent. */
  idle(): Promise<void> {
    if (!this.#isSending) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** Rejects the calls that wait or are in flight. */
  fail(error: unknown): void {
    const calls = this.#calls;
    this.#calls = [];
    this.#waitingBytes = 0;
    for (const call of calls) call.reject(error);
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    while (this.#calls.length > 0) {
      // Calls of one turn of the event loop share a flight.
      await Promise.resolve();
      const flight = this.#takeFlight();
      try {
        await this.#send(flight);
        this.#settle();
      } catch (error) {
        this.fail(error);
      }
    }
    this.#isSending = false;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #takeFlight(): EncodedMessage[] {
    const flight: EncodedMessage[] = [];
    let bytes = 0;
    for (const call of this.#calls) {
      for (let next = call.messages[call.sent]; next; next = call.messages[call.sent]) {
        const isFull =
          flight.length >= this.#limits.maxMessages ||
          bytes + next.sizeBytes > this.#limits.maxBytes;
        if (flight.length > 0 && isFull) return flight;
        flight.push(next);
        bytes += next.sizeBytes;
        this.#waitingBytes -= next.sizeBytes;
        call.sent += 1;
      }
    }
    return flight;
  }

  #settle(): void {
    const done = this.#calls.findIndex((call) => call.sent < call.messages.length);
    const settled = this.#calls.splice(0, done < 0 ? this.#calls.length : done);
    // Calls that were added after this flight was taken have sent nothing yet, so they are not among these.
    for (const call of settled) call.resolve();
  }
}

function sumBytes(messages: readonly EncodedMessage[]): number {
  return messages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
