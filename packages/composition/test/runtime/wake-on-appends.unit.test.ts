import { WakeUps } from '@foldmart/core';
import { expect, it } from 'vitest';
import { wakeOnAppends } from '../../src/runtime/wake-on-appends.js';

function announcing() {
  const listeners = new Set<() => void>();
  const onAppended = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const announce = (): void => listeners.forEach((listener) => listener());
  return { listeners, events: { onAppended }, announce };
}

it('what a store announces wakes followers until the signal aborts', () => {
  const { listeners, events, announce } = announcing();
  const wakeUps = new WakeUps();
  const stop = new AbortController();
  wakeOnAppends({ wakeUps }, events, stop.signal);
  announce();
  expect(wakeUps.count).toBe(1);
  stop.abort();
  announce();
  expect(wakeUps.count).toBe(1);
  expect(listeners.size).toBe(0);
});

it('a signal that has aborted registers nothing', () => {
  const { listeners, events } = announcing();
  wakeOnAppends({ wakeUps: new WakeUps() }, events, AbortSignal.abort());
  expect(listeners.size).toBe(0);
});
