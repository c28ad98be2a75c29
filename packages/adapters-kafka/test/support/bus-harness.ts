import { randomUUID } from 'node:crypto';
import type { EventBusHarness } from '@foldmart/conformance';
import { KafkaEventBus, type KafkaOptions } from '@foldmart/adapters-kafka';
import { silentLogger } from '@foldmart/core';
import { realClock } from '@foldmart/conformance';

/** The brokers of the running services. */
export function testServers(): string[] {
  const servers = process.env['KAFKA_BOOTSTRAP_SERVERS'];
  if (servers === undefined) throw new Error('KAFKA_BOOTSTRAP_SERVERS is not set');
  return servers.split(',');
}

/** Opens a bus on the running services, with short waits. */
export function openBus(options: KafkaOptions = {}): KafkaEventBus {
  return new KafkaEventBus(
    {
      bootstrapServers: testServers(),
      clientId: 'foldmart-test',
      heartbeatIntervalMs: 300,
      maxWaitMs: 100,
      minBytes: 1,
      ...options,
    },
    { clock: realClock, random: { next: Math.random }, logger: silentLogger },
  );
}

/** Buses on the running brokers; topics that a case made are deleted with it. */
export async function kafkaBusHarness(): Promise<EventBusHarness> {
  const run = randomUUID().slice(0, 8);
  const names: string[] = [];
  const buses = new Set<KafkaEventBus>();
  return {
    clock: realClock,
    uniqueName(prefix) {
      const name = `test-${run}-${prefix}-${names.length}`;
      names.push(name);
      return name;
    },
    async open({ retry, sessionTimeoutMs = 6_000 } = {}) {
      const bus = openBus({ sessionTimeoutMs, ...(retry === undefined ? {} : { retry }) });
      buses.add(bus);
      return {
        bus,
        async crash() {
          buses.delete(bus);
          bus.abandon();
        },
      };
    },
    async dispose() {
      await Promise.all([...buses].map((bus) => bus.close({ deadlineMs: 0 })));
      const bus = openBus();
      const existing = new Set(await bus.admin.listTopics());
      await bus.admin.deleteTopics(names.filter((name) => existing.has(name)));
      await bus.close();
    },
  };
}
