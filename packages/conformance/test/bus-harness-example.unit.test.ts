import { randomUUID } from 'node:crypto';
import { MemoryBroker, MemoryEventBus } from '@foldmart/adapters-memory';
import {
  eventBusSuite,
  ProcessClock,
  realClock,
  type EventBusHarness,
} from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';

async function openHarness(): Promise<EventBusHarness> {
  const broker = new MemoryBroker({}, { clock: realClock });
  const running = new Map<MemoryEventBus, ProcessClock>();
  let giveBack = (): void => undefined;
  return {
    clock: realClock,
    uniqueName: (prefix) => `${prefix}-${randomUUID()}`,
    async open({ retry, sessionTimeoutMs, canCutOff = false } = {}) {
      const clock = new ProcessClock(realClock);
      const bus = new MemoryEventBus(
        {
          ...(canCutOff && { publishTimeoutMs: 200 }),
          ...(retry && { retry }),
          ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
        },
        { clock, random: { next: Math.random }, broker },
      );
      running.set(bus, clock);
      return {
        bus,
        async crash() {
          running.delete(bus);
          bus.crash();
        },
        stall: async () => clock.stop(),
        resume: async () => clock.resume(),
        async cutOff() {
          giveBack = broker.takeRoom();
        },
        reconnect: async () => giveBack(),
      };
    },
    async dispose() {
      for (const clock of running.values()) clock.resume();
      await Promise.all([...running.keys()].map((bus) => bus.close({ deadlineMs: 0 })));
    },
  };
}

bindSuite(eventBusSuite, { adapter: 'example', harness: openHarness, concurrent: true });
