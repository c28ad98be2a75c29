import { createMemoryDatabase } from '@foldmart/adapters-memory';
import type { EventEnvelope } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { expect, it } from 'vitest';

const event: EventEnvelope = {
  id: 'e-1',
  type: 'opened',
  data: {},
  schemaVersion: 1,
  time: '2026-02-03T14:30:00Z',
  origin: 'command',
};

it('a crash during a close ends the close’s wait, and rolls back what was held', async () => {
  const clock = new VirtualClock();
  const database = createMemoryDatabase(
    {},
    { clock, projections: [], beforeCommit: () => new Promise(() => undefined) },
  );
  const ended: string[] = [];
  const append = [{ streamId: 's-1', expectedVersion: 0, events: [event] }];
  void database.events.append(append).then(() => ended.push('append'));
  await clock.advance(1);
  void database.close().then(() => ended.push('close'));
  await clock.advance(1);
  database.crash();
  // A close that still looks at the transaction would never give the event loop back.
  await clock.advance(1_000);
  expect(ended).toEqual([]);
});
