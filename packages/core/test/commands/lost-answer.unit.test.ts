import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { createCommandHandler, PortError, type EventStore } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../support/chance.js';
import { robot, robotRegistry as registry } from '../support/robot.js';

/** A handler whose first append has its effect, and no answer. */
function openHandler() {
  const clock = new VirtualClock();
  const { events: store } = createMemoryDatabase({}, { clock, projections: [] });
  const lost = new PortError({
    port: 'event-store',
    operation: 'append',
    reason: 'timeout',
    message: 'The answer is lost.',
  });
  let appends = 0;
  const append: EventStore['append'] = async (batch) => {
    appends += 1;
    const results = await store.append(batch);
    if (appends === 1) throw lost;
    return results;
  };
  const seen = {
    append,
    findIds: (ids: readonly string[]) => store.findIds(ids),
    readStream: (...request: Parameters<EventStore['readStream']>) => store.readStream(...request),
  };
  const { ids } = chanceOf(1);
  const handle = createCommandHandler(robot, { store: seen, registry, clock, ids });
  return { handle, store, lost, appends: () => appends };
}

describe('a command whose answer is lost', () => {
  it('rejects with the error of the store, and is not handled again by itself', async () => {
    const { handle, store, lost, appends } = openHandler();
    await expect(handle('robot', [5], { commandId: 'c-1' })).rejects.toBe(lost);
    expect(appends()).toBe(1);
    const { events } = await store.readStream('robot');
    expect(events).toHaveLength(1);
  });

  it('finds its events when its caller repeats it', async () => {
    const { handle, appends } = openHandler();
    await handle('robot', [5], { commandId: 'c-1' }).catch(() => undefined);
    const again = await handle('robot', [5], { commandId: 'c-1' });
    expect(again).toMatchObject({ state: 5, version: 1, events: [], isRepeat: true });
    expect(appends()).toBe(1);
  });
});
