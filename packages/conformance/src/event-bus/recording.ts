import assert from 'node:assert/strict';
import type {
  BatchContext,
  BatchHandler,
  BatchPosition,
  DeliveredMessage,
  MessageBatch,
} from '@foldmart/core';
import { assertContiguous } from './batch-positions.js';
import { byKey, textOf } from './numbered-messages.js';

/** A batch that a handler received, and its outcome. */
export interface RecordedBatch {
  readonly member: string;
  readonly partition: number;
  readonly position: BatchPosition;
  readonly messages: readonly DeliveredMessage[];
  readonly bodies: readonly string[];
  readonly attempt: number;
  readonly context: BatchContext;
  outcome: 'open' | 'done' | 'failed';
}

/**
 * Records what the members of one group were handed, in order. Violations that show at that moment are noted, and
 * fail the assertions of the case.
 */
export class Recording {
  readonly batches: RecordedBatch[] = [];
  readonly #violations: string[] = [];
  readonly #gone = new Set<string>();
  #topic: string;

  constructor(topic: string) {
    this.#topic = topic;
  }

  /** Every body delivered, repeated if it was redelivered. */
  get bodies(): readonly string[] {
    return this.batches.flatMap(({ bodies }) => bodies);
  }

  get messages(): readonly DeliveredMessage[] {
    return this.batches.flatMap(({ messages }) => messages);
  }

  /** Batches whose handler has not ended. */
  get open(): readonly RecordedBatch[] {
    return this.batches.filter(
      ({ outcome, member }) => outcome === 'open' && !this.#gone.has(member),
    );
  }

  of(member: string): readonly RecordedBatch[] {
    return this.batches.filter((batch) => batch.member === member);
  }

  /** Records what `member` is handed, then runs `work`. */
  handler(member: string, work: BatchHandler = async () => undefined): BatchHandler {
    return async (batch, context) => {
      const recorded = this.#record(member, batch, context);
      try {
        await work(batch, context);
        recorded.outcome = 'done';
      } catch (error) {
        recorded.outcome = 'failed';
        throw error;
      }
    };
  }

  /** The member has crashed or stalled: its open batches no longer count. */
  forget(member: string): void {
    this.#gone.add(member);
  }

  /** Asserts that exactly these bodies were delivered, each once, and each key's in this order. */
  assertExactly(bodies: readonly string[]): void {
    this.assertContract();
    this.#assertHandled(bodies);
    assert.deepEqual([...this.bodies].sort(), [...bodies].sort(), 'every message, each once');
    assertKeyOrder(this.bodies, bodies);
  }

  /**
   * Asserts that these bodies and no others were delivered, each at least once, and that none was overtaken in its
   * partition.
   */
  assertAtLeast(bodies: readonly string[]): void {
    this.assertContract();
    this.#assertHandled(bodies);
    const first = [...new Set(this.bodies)];
    assert.deepEqual([...first].sort(), [...bodies].sort(), 'every message at least once');
    assertKeyOrder(first, bodies);
  }

  /** Asserts what holds for any delivery, however often members fail, join and leave. */
  assertContract(): void {
    assert.deepEqual(this.#violations, [], 'the contract of a delivery');
    for (const partition of new Set(this.batches.map((batch) => batch.partition))) {
      this.#assertNothingSkipped(partition);
      assertContiguous(this.batches.filter((batch) => batch.partition === partition));
    }
  }

  /** Asserts that a handler succeeded with each of these bodies. */
  #assertHandled(bodies: readonly string[]): void {
    const done = this.batches.filter(({ outcome }) => outcome === 'done');
    const handled = new Set(done.flatMap((batch) => batch.bodies));
    const unhandled = bodies.filter((body) => !handled.has(body));
    assert.deepEqual(unhandled, [], 'messages that no handler succeeded with');
  }

  /**
   * Each delivery continues after the one before it in its partition, or goes back to an earlier message. It never
   * jumps ahead, not even to a known message. After a batch that did not succeed, the next begins where that one
   * began, or before.
   */
  #assertNothingSkipped(partition: number): void {
    const places = new Map<string, number>();
    let next = 0;
    for (const batch of this.batches) {
      if (batch.partition !== partition) continue;
      const start = next;
      for (const { offset } of batch.messages) {
        const place = places.get(offset) ?? places.size;
        places.set(offset, place);
        assert.ok(
          place <= next,
          `partition ${partition}: place ${place} was delivered when ${next} was next`,
        );
        next = place + 1;
      }
      const first = places.get(batch.messages[0]?.offset ?? '') ?? start;
      if (batch.outcome !== 'done') next = first;
    }
  }

  #record(member: string, batch: MessageBatch, context: BatchContext): RecordedBatch {
    this.#examine(member, batch);
    const recorded: RecordedBatch = {
      member,
      partition: batch.partition,
      position: batch.position,
      messages: batch.messages,
      bodies: batch.messages.map((message) => (message.value === null ? '' : textOf(message))),
      attempt: context.attempt,
      context,
      outcome: 'open',
    };
    this.batches.push(recorded);
    return recorded;
  }

  #examine(member: string, { topic, partition, messages }: MessageBatch): void {
    const where = `partition ${partition}, ${member}`;
    if (topic !== this.#topic) this.#violations.push(`${where}: a batch of ${topic}`);
    if (messages.length === 0) this.#violations.push(`${where}: an empty batch`);
    if (messages.some((message) => message.topic !== topic || message.partition !== partition)) {
      this.#violations.push(`${where}: a message of another partition`);
    }
    const rival = this.open.find(
      (other) => other.partition === partition && !other.context.signal.aborted,
    );
    if (rival !== undefined) {
      this.#violations.push(`${where}: a batch while ${rival.member} has another in hand`);
    }
  }
}

function assertKeyOrder(actual: readonly string[], expected: readonly string[]): void {
  const sequences = byKey(actual);
  for (const [key, sequence] of byKey(expected)) {
    assert.deepEqual(sequences.get(key), sequence, `the order of ${key}`);
  }
}
