import { getEventListeners } from 'node:events';
import { HandlerSlots } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

describe('the slots of a subscription’s handlers', () => {
  it('are granted up to their number, then in the order of the calls', async () => {
    const slots = new HandlerSlots(2);
    const granted: string[] = [];
    const take = (name: string): Promise<unknown> => slots.take().then(() => granted.push(name));
    await Promise.all([take('first'), take('second')]);
    const waiting = [take('third'), take('fourth')];
    slots.release();
    await waiting[0];
    expect(granted).toEqual(['first', 'second', 'third']);
    slots.release();
    await waiting[1];
    expect(granted.at(-1)).toBe('fourth');
  });

  it('are not granted to a caller that has given up, and are not lost by it', async () => {
    const slots = new HandlerSlots(1);
    const giveUp = new AbortController();
    await slots.take();
    const waiting = slots.take(giveUp.signal);
    giveUp.abort();
    expect(await waiting).toBe(false);
    expect(await slots.take(giveUp.signal)).toBe(false);
    slots.release();
    expect(await slots.take()).toBe(true);
  });

  it('leave no listener on the signal of a caller that waited', async () => {
    const slots = new HandlerSlots(1);
    const { signal } = new AbortController();
    await slots.take(signal);
    const waiting = slots.take(signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    slots.release();
    expect(await waiting).toBe(true);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
