import {
  createMemoryDatabase,
  MemoryBroker,
  MemoryDatabase,
  MemoryEventBus,
} from '@foldmart/adapters-memory';
import {
  createBusPublisher,
  createWireCodec,
  persistEvents,
  relayOutbox,
  silentLogger,
  type EventEnvelope,
  type EventStore,
  type PublishEvents,
  type RelayOutboxOptions,
} from '@foldmart/core';
import { shopRegistry, shopTopics } from '@foldmart/core/shop';
import { VirtualClock } from '@foldmart/core/testing';
import { chanceOf } from './chance.js';
import { MortalProcess } from './mortal-process.js';

/** A message as a listener receives it. */
interface HeardMessage {
  readonly id: string;
  readonly key: string;
}

/** A shop with an outbox, its bus, and another system that listens to the bus. */
export interface OutboxScene {
  readonly clock: VirtualClock;
  /** The log that the outbox relays. */
  readonly store: EventStore;
  /** The messages that reached a listener, in order within each key. */
  readonly heard: readonly HeardMessage[];
  /** Opens the bus as another process would. */
  openBus(): MemoryEventBus;
  /**
   * Makes a group persist all topics into a store. With the shop's own store, events travel full
   * circle.
   */
  persistInto(store: EventStore, group: string): Promise<void>;
  /** Opens the store of another system. */
  openOther(): EventStore;
  /** Runs a relay as a separate process until a given time, or until it dies at a given point. */
  relay(life: RelayLife): { readonly ended: Promise<void>; readonly process: MortalProcess };
}

interface RelayLife {
  readonly untilMs: number;
  readonly dieAt?: number;
  readonly options?: Partial<RelayOutboxOptions>;
  /** Changes how events are sent. By default they arrive after a delay. */
  readonly sending?: (send: PublishEvents) => PublishEvents;
}

const codec = createWireCodec(shopRegistry);

/** Creates a scene with empty logs, and topics of three partitions. */
export async function outboxScene(): Promise<OutboxScene> {
  const clock = new VirtualClock();
  const { random } = chanceOf(1);
  const broker = new MemoryBroker({}, { clock });
  const database = new MemoryDatabase({ clock });
  const openStore = (shared?: MemoryDatabase) => {
    const place = shared === undefined ? {} : { database: shared };
    return createMemoryDatabase({}, { clock, projections: [], ...place });
  };
  const openBus = (): MemoryEventBus => new MemoryEventBus({}, { clock, random, broker });
  const heard: HeardMessage[] = [];
  await openBus().admin.createTopics(shopTopics());
  await listen(openBus(), heard);
  return {
    clock,
    store: openStore(database).events,
    heard,
    openBus,
    openOther: () => openStore().events,
    async persistInto(store, group) {
      const handler = persistEvents({ store, codec }, { group });
      for (const { name: topic } of shopTopics()) {
        await openBus().subscribe({ topic, group, member: group }, handler);
      }
    },
    relay({ untilMs, dieAt = Number.POSITIVE_INFINITY, options, sending = (send) => send }) {
      const [instance, bus] = [openStore(database), openBus()];
      const process = new MortalProcess(dieAt, () => {
        instance.crash();
        bus.crash();
      });
      const send = process.port({ now: sending(createBusPublisher({ bus, codec })) });
      const { publish } = process.port({
        async publish(events: readonly EventEnvelope[]) {
          await clock.sleep(20);
          await send.now(events);
        },
      });
      const controller = new AbortController();
      clock.schedule(untilMs - clock.monotonic(), () => controller.abort());
      const ended = relayOutbox(
        {
          store: process.port(instance.events),
          checkpoints: process.port(instance.checkpoints),
          locks: process.port(instance.locks),
          clock,
          random,
          logger: silentLogger,
          registry: shopRegistry,
          publish,
        },
        { signal: controller.signal, pageSize: 4, idlePollMs: 1_000, ...options },
      );
      return { ended, process };
    },
  };
}

async function listen(bus: MemoryEventBus, heard: HeardMessage[]): Promise<void> {
  const text = new TextDecoder();
  for (const { name: topic } of shopTopics()) {
    await bus.subscribe({ topic, group: 'listeners', member: 'listener' }, async ({ messages }) => {
      for (const { headers, key } of messages) {
        heard.push({ id: headers['ce_id'] ?? '', key: text.decode(key ?? undefined) });
      }
    });
  }
}

/** A change of a user's grade, number `number` in its stream. */
export function gradeEvent(user: string, number: number, origin: string): EventEnvelope {
  const data = {
    user_id: user,
    previous_grade: `G${String(number - 1)}`,
    grade: `G${String(number)}`,
    changed_at: `2026-02-03T14:30:00.${String(number).padStart(6, '0')}`,
  };
  const id = `${user}-${String(number)}`;
  const time = '2026-02-03T14:30:00Z';
  return { id, type: 'user_grade_changed', data, schemaVersion: 1, time, origin };
}
