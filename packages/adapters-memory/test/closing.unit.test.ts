import { createMemoryDatabase } from '@foldmart/adapters-memory';
import type { EventEnvelope } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { expect, it } from 'vitest';

const event = (id: string): EventEnvelope => ({
  id,
  type: 'opened',
  data: {},
  schemaVersion: 1,
  time: '2026-02-03T14:30:00Z',
  origin: 'command',
});

const append = (id: string) =>
  [{ streamId: 's-1', expectedVersion: 'any', events: [event(id)] }] as const;

it('a crash during a close ends the close’s wait, and rolls back what was held', async () => {
  const clock = new VirtualClock();
  const database = createMemoryDatabase(
    {},
    { clock, projections: [], beforeCommit: () => new Promise(() => undefined) },
  );
  const ended: string[] = [];
  void database.events.append(append('e-1')).then(() => ended.push('append'));
  await clock.advance(1);
  void database.close().then(() => ended.push('close'));
  await clock.advance(1);
  database.crash();
  // A close that still looks at the transaction would never give the event loop back.
  await clock.advance(1_000);
  expect(ended).toEqual([]);
});

it('closes while the call of a committed transaction still yields to others', async () => {
  const clock = new VirtualClock();
  const database = createMemoryDatabase({}, { clock, projections: [] });
  for (let number = 1; number <= 10; number += 1) {
    await database.events.append(append(`e-${String(number)}`));
  }
  await clock.advance(10);
  const last = database.events.append(append('e-11'));
  // It has begun by now.
  await Promise.resolve();
  await Promise.resolve();
  const closed = database.close();
  // A close that still looks at the transaction would never give the event loop back.
  await clock.drive(Promise.all([last, closed]));
  expect((await last)[0]).toMatchObject({ version: 11 });
});
