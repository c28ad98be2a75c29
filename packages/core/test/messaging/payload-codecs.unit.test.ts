import {
  createBusPublisher,
  createEventRegistry,
  createWireCodec,
  defineEvent,
  persistEvents,
  PortError,
  type DeliveredMessage,
  type EventBus,
  type EventEnvelope,
  type EventStore,
  type OutgoingMessage,
  type PayloadCodec,
} from '@foldmart/core';
import { beforeEach, expect, it } from 'vitest';
import * as z from 'zod';

const noted = defineEvent({
  type: 'noted',
  topic: 'notes',
  streamId: ({ id }) => id,
  identity: ({ id }) => id,
  schema: z.object({ id: z.string() }),
});
const registry = createEventRegistry([noted]);

let isLoaded: boolean;
let load: () => Promise<void>;

/** Writes data reversed. What it needs is loaded by `load`. */
const reversing: PayloadCodec = {
  reading: { isReady: () => isLoaded, prepare: () => loading() },
  writing: { isReady: () => isLoaded, prepare: () => loading() },
  read({ value }) {
    const text = Buffer.from(value ?? [])
      .reverse()
      .toString();
    return text.startsWith('{')
      ? { ok: true, type: 'noted', data: JSON.parse(text) as EventEnvelope['data'] }
      : { ok: false, reason: 'unknown-schema', detail: 'it is not reversed' };
  },
  write: ({ data }) => ({
    value: Buffer.from(JSON.stringify(data)).reverse().toString(),
    headers: { 'content-type': 'text/reversed' },
  }),
};

async function loading(): Promise<void> {
  await load();
  isLoaded = true;
}

const codec = createWireCodec(registry, { payloads: new Map([['notes', reversing]]) });

function note(id: string): EventEnvelope {
  return {
    id,
    type: 'noted',
    data: { id },
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
}

function delivered({ key, value, headers = {} }: OutgoingMessage): DeliveredMessage {
  const bytes = (each: typeof key) => (each === null ? null : new Uint8Array(Buffer.from(each)));
  return {
    ...{ topic: 'notes', partition: 0, offset: '0', timestampMs: 0 },
    ...{ key: bytes(key), value: bytes(value), headers },
  };
}

const away = () =>
  Promise.reject(
    new PortError({
      port: 'schema-registry',
      operation: 'schema',
      reason: 'unavailable',
      message: 'away',
    }),
  );

beforeEach(() => {
  isLoaded = false;
  load = () => Promise.resolve();
});

it('a topic has the bodies of its codec, with the headers of every event', async () => {
  await codec.encoding?.prepare([note('a')]);
  const { topic, message } = codec.encode(note('a'));
  expect(topic).toBe('notes');
  expect(message.value).toBe('}"a":"di"{');
  expect(message.headers).toMatchObject({
    ce_type: 'noted',
    ce_id: 'a',
    'content-type': 'text/reversed',
  });
  expect(codec.decode(delivered(message))).toMatchObject({
    ok: true,
    streamId: 'a',
    event: { id: 'a', data: { id: 'a' } },
  });
  expect(codec.readBody(delivered(message))).toMatchObject({ type: 'noted', data: { id: 'a' } });
  expect(codec.plain.encode(note('a')).message.value).toBe(
    '{"event_type":"noted","data":{"id":"a"}}',
  );
});

it('another topic has JSON bodies, and needs nothing', () => {
  const message = { ...delivered({ key: null, value: '{}' }), topic: 'others' };
  expect(codec.decoding?.isReady([message])).toBe(true);
  expect(codec.readBody(message)).toBeUndefined();
  expect(createWireCodec(registry).decoding).toBeUndefined();
});

it('what can never be read is parked with the reason of the codec; what may pass rejects the batch', async () => {
  const ingested: unknown[] = [];
  const store = {
    ingest: async (batch: unknown) => {
      ingested.push(batch);
      return { outcomes: [] };
    },
  } as unknown as EventStore;
  const handle = persistEvents({ store, codec }, { group: 'group' });
  const batch = {
    topic: 'notes',
    partition: 0,
    position: { from: '0', next: '1', topicId: null },
    messages: [delivered({ key: 'a', value: 'plain' })],
  };
  const context = { attempt: 1, signal: new AbortController().signal } as Parameters<
    typeof handle
  >[1];
  load = away;
  await expect(handle(batch, context)).rejects.toThrow('away');
  expect(ingested).toEqual([]);
  load = () => Promise.resolve();
  await handle(batch, context);
  expect(ingested).toMatchObject([
    { deadLetters: [{ reason: 'unknown-schema', detail: 'it is not reversed' }] },
  ]);
});

it('calls keep their order while the first one waits for its schema', async () => {
  const published: string[] = [];
  const bus = {
    capabilities: { isShared: true },
    publish: async (_topic: string, messages: readonly OutgoingMessage[]) => {
      published.push(...messages.map(({ key }) => String(key)));
    },
  } as unknown as EventBus;
  let go = (): void => undefined;
  load = () => new Promise((resolve) => (go = resolve));
  const publish = createBusPublisher({ bus, codec });
  const first = publish([note('a')]);
  isLoaded = true;
  const second = publish([note('b')]);
  await Promise.resolve();
  expect(published).toEqual([]);
  go();
  await Promise.all([first, second]);
  expect(published).toEqual(['a', 'b']);
});

it('a call that cannot load its schema for now rejects with those behind it', async () => {
  const bus = { capabilities: { isShared: true } } as unknown as EventBus;
  load = away;
  const publish = createBusPublisher({ bus, codec });
  const calls = await Promise.allSettled([publish([note('a')]), publish([note('b')])]);
  expect(calls.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
