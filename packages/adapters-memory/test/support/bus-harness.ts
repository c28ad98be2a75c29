import { ProcessClock, type EventBusHarness } from '@foldmart/conformance';
import type { Clock } from '@foldmart/core';
import { MemoryBroker, MemoryEventBus } from '@foldmart/adapters-memory';
import { seededRandom } from './seeded-random.js';

/** Buses on one broker, as several processes on one server. */
export async function memoryBusHarness(clock: Clock): Promise<EventBusHarness> {
  const broker = new MemoryBroker({}, { clock });
  const random = seededRandom(1);
  const buses: MemoryEventBus[] = [];
  const clocks: ProcessClock[] = [];
  let giveBack = (): void => undefined;
  let names = 0;
  return {
    clock,
    uniqueName: (prefix) => `${prefix}-${(names += 1)}`,
    async open({ retry, sessionTimeoutMs, canCutOff = false } = {}) {
      const options = {
        ...(canCutOff ? { publishTimeoutMs: 200 } : {}),
        ...(retry === undefined ? {} : { retry }),
        ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
      };
      const processClock = new ProcessClock(clock);
      const bus = new MemoryEventBus(options, { clock: processClock, random, broker });
      buses.push(bus);
      clocks.push(processClock);
      return {
        bus,
        async crash() {
          buses.splice(buses.indexOf(bus), 1);
          bus.crash();
        },
        stall: async () => processClock.stop(),
        resume: async () => processClock.resume(),
        async cutOff() {
          giveBack = broker.takeRoom();
        },
        reconnect: async () => giveBack(),
      };
    },
    async dispose() {
      for (const each of clocks) each.resume();
      await Promise.all(buses.map((bus) => bus.close({ deadlineMs: 0 })));
    },
  };
}
