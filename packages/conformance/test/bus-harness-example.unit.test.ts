import { randomUUID } from 'node:crypto';
import { MemoryBroker, MemoryEventBus } from '@foldmart/adapters-memory';
import { eventBusSuite, realClock, type EventBusHarness } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';

async function openHarness(): Promise<EventBusHarness> {
  const clock = realClock;
  const broker = new MemoryBroker({}, { clock });
  const running = new Set<MemoryEventBus>();
  return {
    clock,
    uniqueName: (prefix) => `${prefix}-${randomUUID()}`,
    async open({ retry, sessionTimeoutMs } = {}) {
      const bus = new MemoryEventBus(
        { ...(retry && { retry }), ...(sessionTimeoutMs && { sessionTimeoutMs }) },
        { clock, random: { next: Math.random }, broker },
      );
      running.add(bus);
      return {
        bus,
        async crash() {
          running.delete(bus);
          bus.crash();
        },
      };
    },
    async dispose() {
      await Promise.all([...running].map((bus) => bus.close({ deadlineMs: 0 })));
    },
  };
}

bindSuite(eventBusSuite, { adapter: 'example', harness: openHarness, concurrent: true });
