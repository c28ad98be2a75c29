import { describe, expect, it } from 'vitest';
import {
  createBusPublisher,
  createWireCodec,
  isOutgoingEvent,
  PortError,
  relayOutbox,
  type EventEnvelope,
  type EventStore,
  type PublishEvents,
  type RelayProgress,
  type StoredEvent,
} from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { dependenciesOf, openLog } from '../support/subscription-scene.js';
import { gradeEvent, outboxScene, type OutboxScene } from '../support/outbox-scene.js';

const users = ['u_1', 'u_2', 'u_3'];

/** One append per event, alternating between streams, so that pages split them. */
async function appendGrades(
  store: EventStore,
  [from, to]: readonly [number, number],
  origin = 'command',
): Promise<void> {
  for (let number = from; number <= to; number += 1) {
    for (const user of users) await append(store, `user-${user}`, gradeEvent(user, number, origin));
  }
}

async function append(store: EventStore, streamId: string, event: EventEnvelope): Promise<void> {
  await store.append([{ streamId, expectedVersion: 'any', events: [event] }]);
}

function idsOf(user: string, [from, to]: readonly [number, number]): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${user}-${String(from + index)}`);
}

/** The events received for a key, each at its first delivery. */
function firstHeard({ heard }: OutboxScene, key: string): string[] {
  const ids = heard.filter((message) => message.key === key).map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) === index);
}

async function streamIds(store: EventStore, user: string): Promise<string[]> {
  return (await store.readStream(`user-${user}`)).events.map(({ id }) => id);
}

describe('the relay of the outbox', () => {
  it('stands by before an event that a newer program wrote, and publishes what came before it once', async () => {
    const scene = await outboxScene();
    const { clock, store, heard } = scene;
    await appendGrades(store, [1, 1]);
    await append(store, 'user-u_1', { ...gradeEvent('u_1', 2, 'command'), schemaVersion: 9 });
    await appendGrades(store, [3, 3]);
    await clock.drive(scene.relay({ untilMs: 30_000 }).ended);
    await clock.drive(clock.sleep(1_000));
    expect(heard.map(({ id }) => id).toSorted()).toStrictEqual(users.map((user) => `${user}-1`));
  });

  it('publishes the events decided here once, in the order of each stream, and reports its progress', async () => {
    const scene = await outboxScene();
    const { clock, store, heard } = scene;
    await appendGrades(store, [1, 5]);
    clock.schedule(5_000, () => void appendGrades(store, [6, 7]));
    const progress: RelayProgress[] = [];
    const options = { onRelayed: (step: RelayProgress) => void progress.push(step) };
    await clock.drive(scene.relay({ untilMs: 10_000, options }).ended);
    await clock.drive(clock.sleep(1_000));
    for (const user of users) expect(firstHeard(scene, user)).toStrictEqual(idsOf(user, [1, 7]));
    expect(heard).toHaveLength(21);
    expect(progress.reduce((sum, { published }) => sum + published, 0)).toBe(21);
    const { next } = await store.readEnd(0);
    expect(progress.at(-1)).toMatchObject({ to: next });
  });

  it('skips events that came from a bus or have no topic', async () => {
    const scene = await outboxScene();
    const { clock, store, heard } = scene;
    await append(store, 'user-u_1', gradeEvent('u_1', 1, 'bus:users'));
    await append(store, 'user-u_1', { ...gradeEvent('u_1', 2, 'command'), type: 'noted' });
    await append(store, 'user-u_1', gradeEvent('u_1', 3, 'seed'));
    const progress: RelayProgress[] = [];
    const options = { onRelayed: (step: RelayProgress) => void progress.push(step) };
    await clock.drive(scene.relay({ untilMs: 2_000, options }).ended);
    await clock.drive(clock.sleep(1_000));
    expect(heard).toStrictEqual([{ id: 'u_1-3', key: 'u_1' }]);
    expect(progress).toMatchObject([{ read: 3, published: 1 }]);
  });

  it.each(shopRegistry.definitions.filter(({ topic }) => topic !== undefined))(
    'skips $type if it came from a bus, and not if it was decided here',
    ({ type }) => {
      const event = gradeEvent('u_1', 1, 'command') as StoredEvent;
      expect(isOutgoingEvent(shopRegistry, { ...event, type })).toBe(true);
      expect(isOutgoingEvent(shopRegistry, { ...event, type, origin: 'bus:users' })).toBe(false);
    },
  );

  it('publishes the events that isOutgoing selects', async () => {
    const scene = await outboxScene();
    await appendGrades(scene.store, [1, 2]);
    const isOutgoing = (event: StoredEvent): boolean =>
      isOutgoingEvent(shopRegistry, event) && event.streamId === 'user-u_2';
    await scene.clock.drive(scene.relay({ untilMs: 2_000, options: { isOutgoing } }).ended);
    await scene.clock.drive(scene.clock.sleep(1_000));
    expect(scene.heard.map(({ id }) => id)).toStrictEqual(['u_2-1', 'u_2-2']);
  });

  it('publishes every event under its id in the log, so that a receiver drops duplicates', async () => {
    const scene = await outboxScene();
    const { clock, store } = scene;
    const other = scene.openOther();
    await scene.persistInto(other, 'other');
    await appendGrades(store, [1, 4]);
    for (const name of ['outbox', 'again']) {
      const { ended } = scene.relay({ untilMs: clock.monotonic() + 2_000, options: { name } });
      await clock.drive(ended);
    }
    await clock.drive(clock.sleep(2_000));
    expect(scene.heard).toHaveLength(24);
    for (const user of users) {
      expect(await streamIds(other, user)).toStrictEqual(idsOf(user, [1, 4]));
    }
  });
});

describe('a bus that accepts only a part of a page', () => {
  const unavailable = new PortError({
    port: 'event-bus',
    operation: 'publish',
    reason: 'unavailable',
    message: 'no leader',
  });

  it('receives the page again, in the same order', async () => {
    const scene = await outboxScene();
    const { clock, store, heard } = scene;
    await appendGrades(store, [1, 2]);
    let calls = 0;
    const sending = (send: PublishEvents): PublishEvents => {
      return async (events) => {
        calls += 1;
        if (calls > 2) return send(events);
        await send(events.slice(0, calls));
        throw unavailable;
      };
    };
    await clock.drive(scene.relay({ untilMs: 10_000, sending }).ended);
    await clock.drive(clock.sleep(1_000));
    for (const user of users) expect(firstHeard(scene, user)).toStrictEqual(idsOf(user, [1, 2]));
    expect(heard).toHaveLength(6 + 1 + 2);
  });

  it('receives nothing after a message that it never accepts', async () => {
    const scene = await outboxScene();
    const { clock, store, heard } = scene;
    await appendGrades(store, [1, 3]);
    const tooLarge = new PortError({
      port: 'event-bus',
      operation: 'publish',
      reason: 'rejected',
      code: 'message-too-large',
      message: 'too large',
    });
    const sending = (send: PublishEvents): PublishEvents => {
      return (events) =>
        events.some(({ id }) => id === 'u_2-2') ? Promise.reject(tooLarge) : send(events);
    };
    const outcome = clock.drive(scene.relay({ untilMs: 10_000, sending }).ended);
    await expect(outcome).rejects.toBe(tooLarge);
    await clock.drive(clock.sleep(1_000));
    expect(heard).toHaveLength(4);
    await clock.drive(scene.relay({ untilMs: 20_000 }).ended);
    await clock.drive(clock.sleep(1_000));
    for (const user of users) expect(firstHeard(scene, user)).toStrictEqual(idsOf(user, [1, 3]));
  });
});

/**
 * A full circle: what is decided is relayed, comes back and is persisted, with what others publish; all the while a
 * relay dies at a point, and another stands by.
 */
async function circleWithDeathAt(dieAt: number): Promise<boolean> {
  const scene = await outboxScene();
  const { clock, store } = scene;
  const other = scene.openOther();
  await scene.persistInto(store, 'circle');
  await scene.persistInto(other, 'other');
  await appendGrades(store, [1, 3]);
  const { process, ended } = scene.relay({ untilMs: 8_000, dieAt });
  void ended;
  await clock.drive(clock.sleep(1));
  clock.schedule(500, () => void publishForeign(scene));
  clock.schedule(2_500, () => void appendGrades(store, [4, 5]));
  await clock.drive(scene.relay({ untilMs: 15_000 }).ended);
  await clock.drive(clock.sleep(2_000));
  await expectFullCircle(scene, other, process.isDead);
  return process.isDead;
}

const foreign = gradeEvent('u_9', 1, 'elsewhere');

async function publishForeign({ openBus }: OutboxScene): Promise<void> {
  const { topic, message } = createWireCodec(shopRegistry).encode(foreign);
  await openBus().publish(topic, [message]);
}

async function expectFullCircle(
  scene: OutboxScene,
  other: EventStore,
  hasDied: boolean,
): Promise<void> {
  const { store, heard } = scene;
  for (const user of users) {
    const ids = idsOf(user, [1, 5]);
    expect(firstHeard(scene, user)).toStrictEqual(ids);
    expect(await streamIds(other, user)).toStrictEqual(ids);
    expect(await streamIds(store, user)).toStrictEqual(ids);
  }
  // Events from other publishers are in the log and are not published again.
  expect(await store.readStream('user-u_9')).toMatchObject({ events: [{ origin: 'bus:users' }] });
  expect(heard.filter(({ id }) => id === foreign.id)).toHaveLength(1);
  // A crash repeats one page at most.
  expect(heard.length - 16).toBeLessThanOrEqual(hasDied ? 4 : 0);
}

describe('a relay that crashes at any point', () => {
  it('loses no event, keeps the order of each stream, and does not publish events that came from the bus', async () => {
    let point = 1;
    while (await circleWithDeathAt(point)) point += 1;
    expect(point).toBeGreaterThan(40);
  });
});

describe('a bus that no other process sees', () => {
  it.each([
    { isDurable: true, isShared: false, isRefused: true },
    { isDurable: true, isShared: true, isRefused: false },
    { isDurable: false, isShared: false, isRefused: false },
    { isDurable: true, isShared: undefined, isRefused: false },
  ])('is refused with a durable checkpoint: %o', async ({ isDurable, isShared, isRefused }) => {
    const { moves, run } = relayTo({ isDurable, ...(isShared === undefined ? {} : { isShared }) });
    if (isRefused) {
      await expect(run()).rejects.toMatchObject({
        port: 'event-bus',
        operation: 'relayOutbox',
        reason: 'rejected',
        message: expect.stringMatching(/its checkpoint is durable, the bus is not/) as string,
        isRetryable: false,
        hint: expect.stringMatching(/Kafka or Redis/) as string,
      });
    } else {
      await run();
    }
    expect(moves).toHaveLength(isRefused ? 0 : 1);
  });

  it('gets no call without events, and its checkpoint is called outbox', async () => {
    const { moves, names, published, run } = relayTo({ isDurable: false, isShared: true });
    await run();
    expect(moves).toHaveLength(1);
    expect(new Set(names)).toEqual(new Set(['outbox']));
    expect(published).toEqual([]);
  });

  it('is reported by its publisher', async () => {
    const scene = await outboxScene();
    const publish = createBusPublisher({
      bus: scene.openBus(),
      codec: createWireCodec(shopRegistry),
    });
    expect(publish.isShared).toBe(false);
  });
});

/** A relay of one event, which ends when its checkpoint has moved. */
function relayTo({
  isDurable,
  isShared,
}: {
  readonly isDurable: boolean;
  readonly isShared?: boolean;
}) {
  const log = openLog();
  const { checkpoints, ...dependencies } = dependenciesOf(log);
  const moves: string[] = [];
  const names: string[] = [];
  const published: unknown[] = [];
  const ended = new AbortController();
  const publish: PublishEvents = async (events) => void published.push(events);
  return {
    moves,
    names,
    published,
    async run() {
      await log.note(1);
      const relaying = relayOutbox(
        {
          ...dependencies,
          registry: shopRegistry,
          publish: Object.assign(publish, isShared === undefined ? {} : { isShared }),
          checkpoints: {
            isDurable,
            load(name) {
              names.push(name);
              return checkpoints.load(name);
            },
            list: () => checkpoints.list(),
            async move(name, { to }) {
              names.push(name);
              moves.push(to);
              ended.abort();
              return true;
            },
          },
        },
        { signal: ended.signal },
      );
      await log.clock.drive(relaying);
    },
  };
}
