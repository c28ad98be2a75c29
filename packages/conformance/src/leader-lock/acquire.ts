import assert from 'node:assert/strict';
import type { Clock, HeldLock } from '@foldmart/core';
import type { StoreInstance } from '../harness.js';
import { waitUntil } from '../waiting.js';

/** Acquires a lock that must be free. */
export async function acquire({ locks }: StoreInstance, name: string): Promise<HeldLock> {
  const held = await locks.tryAcquire(name);
  assert.ok(held, `the lock ${name} is free`);
  return held;
}

/** Acquires a lock when its holder has lost it, within the time limit. */
export async function takeOver(
  clock: Clock,
  { locks }: StoreInstance,
  name: string,
  withinMs: number,
): Promise<HeldLock> {
  let held: HeldLock | undefined;
  const isTaken = async (): Promise<boolean> => {
    held = await locks.tryAcquire(name);
    return held !== undefined;
  };
  await waitUntil(clock, 'another process acquires the lock', isTaken, { withinMs });
  assert.ok(held);
  return held;
}
