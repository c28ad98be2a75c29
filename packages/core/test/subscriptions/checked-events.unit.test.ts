import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  assertNotNewer,
  createEventRegistry,
  defineEvent,
  PortError,
  type StoredEvent,
} from '@foldmart/core';
import { notedIds } from '../support/noted-log.js';
import { checkpointIs, openLog, recorder, subscribe } from '../support/subscription-scene.js';

const registry = createEventRegistry([
  defineEvent({ type: 'noted', schema: z.looseObject({}), streamId: () => 's' }),
]);

describe('a durable subscription that checks events before it delivers them', () => {
  it('delivers the events before one that does not pass, and then rejects', async () => {
    const log = openLog();
    await log.note(7);
    const { seen, handler } = recorder();
    const details = { port: 'event-bus', operation: 'publish', reason: 'rejected' } as const;
    const error = new PortError({ ...details, message: 'no' });
    const check = ({ id }: StoredEvent): void => {
      if (id === 'e-5') throw error;
    };
    const run = subscribe(log, handler, { options: { check } });
    await expect(log.clock.drive(run)).rejects.toBe(error);
    expect(seen).toStrictEqual(notedIds(1, 4));
    await checkpointIs(log, 'e-4');
  });

  it('leaves an event of a newer program to an upgraded process, and repeats nothing meanwhile', async () => {
    const log = openLog();
    await log.note(7);
    const check = (event: StoredEvent): void => {
      assertNotNewer(registry, { ...event, schemaVersion: event.id === 'e-5' ? 2 : 1 });
    };
    const [old, upgraded] = [recorder(), recorder()];
    const runs = [subscribe(log, old.handler, { options: { check } })];
    log.clock.schedule(4_000, () => void runs.push(subscribe(log, upgraded.handler)));
    await log.clock.drive(log.clock.sleep(9_000));
    await log.clock.drive(Promise.all(runs));
    expect([old.seen, upgraded.seen]).toStrictEqual([notedIds(1, 4), notedIds(5, 7)]);
    expect(log.lines).toStrictEqual(['warn: leading is left to a newer program']);
  });
});
