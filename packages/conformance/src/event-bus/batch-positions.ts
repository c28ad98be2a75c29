import assert from 'node:assert/strict';
import type { MessageBatch } from '@foldmart/core';

/** A batch that was handed to a group, and what became of it. */
type HandedBatch = Pick<MessageBatch, 'position' | 'messages'> & {
  readonly outcome: 'open' | 'done' | 'failed';
};

/**
 * Asserts that batches of one partition, in the order in which they were handed to a group, have contiguous positions: each lies
 * around its messages, and begins where one before it ended, not beyond what was handled.
 */
export function assertContiguous(batches: readonly HandedBatch[]): void {
  const ends = new Set<string>();
  let reached: bigint | undefined;
  for (const batch of batches) {
    const { from, next } = batch.position;
    assertAround(batch);
    if (reached === undefined) ends.add(from);
    reached ??= BigInt(from);
    assert.ok(ends.has(from), `${from}, where a batch begins, is where one ended`);
    assert.ok(BigInt(from) <= reached, `from ${from} is not beyond ${reached}, what was handled`);
    ends.add(next);
    if (batch.outcome === 'done' && BigInt(next) > reached) reached = BigInt(next);
  }
}

function assertAround({ position: { from, next }, messages }: HandedBatch): void {
  for (const { offset } of messages) {
    const place = `${offset} in a batch from ${from} to ${next}`;
    assert.ok(BigInt(from) <= BigInt(offset) && BigInt(offset) < BigInt(next), place);
  }
}
