import type { HeldLock, LeaderLock, Meter } from '@foldmart/core';
import { metricDefinitions } from '../metrics/metric-definitions.js';

/** The same locks. Those that this process holds are reported. */
export function measureLocks(locks: LeaderLock, meter: Meter): LeaderLock {
  if (!meter.isEnabled) return locks;
  const leader = meter.gauge(metricDefinitions.leader);
  return {
    async tryAcquire(name) {
      const held = await locks.tryAcquire(name);
      if (held === undefined) return undefined;
      leader.set({ lock: name }, 1);
      const isOver = (): void => leader.set({ lock: name }, 0);
      held.lost.addEventListener('abort', isOver);
      return releasing(held, isOver);
    },
    leases: () => locks.leases(),
  };
}

function releasing(held: HeldLock, isOver: () => void): HeldLock {
  return {
    token: held.token,
    lost: held.lost,
    release() {
      isOver();
      return held.release();
    },
  };
}
