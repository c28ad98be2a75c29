import { expect, it } from 'vitest';
import { createMemoryDatabase, MemoryDatabase } from '@foldmart/adapters-memory';
import { VirtualClock } from '@foldmart/core/testing';

const snapshot = { streamId: 'cart-1', name: 'cart', streamVersion: 3, schemaVersion: 1 };

it('a snapshot is visible to others when its save commits, and is a copy of what was saved', async () => {
  const clock = new VirtualClock();
  const database = new MemoryDatabase({ clock });
  const reader = createMemoryDatabase({}, { clock, projections: [], database });
  const beforeCommit = (): Promise<void> => clock.sleep(50);
  const writer = createMemoryDatabase({}, { clock, projections: [], database, beforeCommit });
  const state = { lines: ['a'] };
  const saved = writer.snapshots.save({ ...snapshot, state });
  state.lines.push('b');
  await clock.advance(10);
  expect(await clock.drive(reader.snapshots.load('cart-1', 'cart'))).toBeUndefined();
  await clock.drive(saved);
  const expected = { ...snapshot, state: { lines: ['a'] } };
  expect(await clock.drive(reader.snapshots.load('cart-1', 'cart'))).toEqual(expected);
});

it('a snapshot is not saved if its process crashes before the commit', async () => {
  const clock = new VirtualClock();
  const database = new MemoryDatabase({ clock });
  const beforeCommit = (): Promise<void> => clock.sleep(50);
  const doomed = createMemoryDatabase({}, { clock, projections: [], database, beforeCommit });
  void doomed.snapshots.save({ ...snapshot, state: 1 });
  await clock.advance(10);
  doomed.crash();
  await clock.advance(100);
  const reader = createMemoryDatabase({}, { clock, projections: [], database });
  expect(await clock.drive(reader.snapshots.load('cart-1', 'cart'))).toBeUndefined();
});
