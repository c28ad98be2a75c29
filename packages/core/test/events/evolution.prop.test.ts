import { createMemoryDatabase } from '@foldmart/adapters-memory';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createEventRegistry,
  createWireCodec,
  persistEvents,
  projectEvent,
  upcastEvent,
  withUpcasting,
  type DeliveredMessage,
  type EventRegistry,
  type EventStore,
  type PersistReport,
  type Projection,
  type ReadModel,
} from '@foldmart/core';
import { shopProjections, shopRegistry } from '@foldmart/core/shop';
import { VirtualClock } from '@foldmart/core/testing';
import {
  deliver,
  eventMessages,
  headerlessMessages,
  unknownFields,
} from '@foldmart/core/shop/testing';
import { parcelRegistries, parcelSentV3, parcelUpcasters } from '../support/parcel-events.js';

const [v1, v2, v3] = parcelRegistries as [EventRegistry, EventRegistry, EventRegistry];
const sent = { no: 7, weight_kg: 1.5, sent_at: '2026-02-03T14:30:00', label: 'fragile' };
const present = { parcel_id: '7', weight_grams: 1_500, sent_at: sent.sent_at, label: 'fragile' };

const parcels: ReadModel = {
  name: 'parcels',
  key: ['parcel_id'],
  columns: { parcel_id: 'text', weight_grams: 'integer' },
};

const parcelProjection: Projection = {
  name: 'parcels',
  version: 1,
  mode: 'inline',
  models: [parcels],
  handles: ['parcel_sent'],
  project: ({ data }) => [{ op: 'insert', model: 'parcels', row: data }],
};

function openStore(projections: readonly Projection[] = []) {
  return createMemoryDatabase({}, { clock: new VirtualClock(), projections });
}

function parcelMessage(headers: Readonly<Record<string, string>>, data: object = sent) {
  const value = JSON.stringify({ event_type: 'parcel_sent', data });
  const place = { partition: 0, offset: '0', timestampMs: 5 };
  return deliver('parcels', { key: '7', value, headers }, place);
}

async function persist(
  registry: EventRegistry,
  store: EventStore,
  message: DeliveredMessage,
): Promise<PersistReport> {
  let report: PersistReport | undefined;
  const dependencies = { store, codec: createWireCodec(registry) };
  const handler = persistEvents(dependencies, {
    group: 'g',
    onBatch: (done) => (report = done),
  });
  const position = { from: '0', next: '1', topicId: null };
  const batch = { topic: message.topic, partition: 0, position, messages: [message] };
  await handler(batch, { attempt: 1, signal: new AbortController().signal });
  return report!;
}

describe('a message that a program of an older version has recorded', () => {
  it.each([
    ['with headers', { ce_id: 'e-1', ce_schemaversion: '1' }],
    ['with a version and no id', { ce_schemaversion: '1' }],
    ['without headers', {}],
  ])('%s is a duplicate for programs of later versions', async (_how, headers) => {
    const { events, deadLetters } = openStore();
    const message = parcelMessage(headers);
    expect(await persist(v1, events, message)).toMatchObject({ appended: 1 });
    for (const registry of [v2, v3]) {
      const report = await persist(registry, events, { ...message, offset: '1' });
      expect(report).toMatchObject({ appended: 0, duplicates: 1, conflicts: 0, deadLetters: 0 });
    }
    expect(await deadLetters.list()).toStrictEqual([]);
    expect(await events.readStream('parcel-7')).toMatchObject({
      version: 1,
      events: [{ data: sent, schemaVersion: 1, time: '2026-02-03T14:30:00Z' }],
    });
  });

  it('is a conflict if its data differs', async () => {
    const { events } = openStore();
    await persist(v1, events, parcelMessage({}));
    const changed = parcelMessage({}, { ...sent, weight_kg: 2 });
    expect(await persist(v3, events, changed)).toMatchObject({ conflicts: 1 });
  });

  it.each([
    ['1', sent],
    ['2', { parcel_id: '7', weight_kg: 1.5, sent_at: sent.sent_at }],
    ['3', present],
  ])('is projected in its upcast form if it has version %s', async (version, data) => {
    const { events, readModels } = openStore(withUpcasting(v3, [parcelProjection]));
    const message = parcelMessage({ ce_schemaversion: version }, data);
    expect(await persist(v3, events, message)).toMatchObject({ appended: 1 });
    const rows = await readModels.scan(parcels, { limit: 10 });
    expect(rows).toMatchObject([{ parcel_id: '7', weight_grams: 1_500 }]);
  });
});

describe('an old event that cannot be upcast', () => {
  const brittle = createEventRegistry([
    parcelSentV3({
      ...parcelUpcasters,
      2: () => {
        throw new Error('no scales');
      },
    }),
  ]);
  const event = { id: 'e-1', type: 'parcel_sent', data: sent, schemaVersion: 1, origin: 'command' };
  const old = { ...event, time: '2026-02-03T14:30:00Z' };

  it('is a failure of the projection that handles it, by the policy of that projection', () => {
    const parking = withUpcasting(brittle, [parcelProjection])[0]!;
    expect(() => projectEvent(parking, old)).toThrow(/parcels cannot handle event e-1 .*no scales/);
    const skipping = withUpcasting(brittle, [{ ...parcelProjection, onFailure: 'skip' }])[0]!;
    expect(projectEvent(skipping, old)).toMatchObject([
      { op: 'insert', model: 'projection_failures', row: { event_id: 'e-1', detail: 'no scales' } },
    ]);
  });

  it('causes no failure if it is of a version that needs no broken upcaster', () => {
    const parking = withUpcasting(brittle, [parcelProjection])[0]!;
    const current = { ...old, data: present, schemaVersion: 3 };
    expect(projectEvent(parking, current)).toMatchObject([{ row: present }]);
  });
});

describe('an event in the log', () => {
  it('is published in its own version, addressed by its upcast form', () => {
    const codec = createWireCodec(v3);
    const decoded = codec.decode(parcelMessage({ ce_id: 'e-1', ce_schemaversion: '1' }));
    if (!decoded.ok) throw new Error(decoded.detail);
    expect(decoded.event).toMatchObject({ data: sent, schemaVersion: 1 });
    const { topic, message } = codec.encode(decoded.event);
    expect([topic, message.key]).toStrictEqual(['parcels', '7']);
    expect(JSON.parse(String(message.value))).toStrictEqual({
      event_type: 'parcel_sent',
      data: sent,
    });
    expect(message.headers).toMatchObject({
      ce_id: 'e-1',
      ce_schemaversion: '1',
      ce_subject: 'parcel-7',
    });
    expect(upcastEvent(v3, decoded.event).data).toStrictEqual(present);
  });

  it('is not published by a program that does not know its version', () => {
    const decoded = createWireCodec(v2).decode(
      parcelMessage({}, { parcel_id: '7', weight_kg: 1, sent_at: sent.sent_at }),
    );
    if (!decoded.ok) throw new Error(decoded.detail);
    expect(decoded.event.schemaVersion).toBe(2);
    expect(() => createWireCodec(v1).encode(decoded.event)).toThrow(
      expect.objectContaining({
        name: 'PortError',
        reason: 'rejected',
        message: `Event parcel_sent:7 is parcel_sent version 2, newer than version 1, the newest that this program knows.`,
        hint: 'upgrade this program',
      }),
    );
  });
});

describe('data without a version', () => {
  it.each([
    [1, sent],
    [2, { parcel_id: '7', weight_kg: 1.5, sent_at: sent.sent_at }],
    [3, { ...present }],
    [3, { ...present, ...sent }],
  ])('is taken for version %i, the newest that it fits', (version, data) => {
    const decoded = createWireCodec(v3).decode(parcelMessage({}, data));
    expect(decoded).toMatchObject({ ok: true, event: { schemaVersion: version, data } });
  });

  it('is refused with the faults against the newest version', () => {
    const decoded = createWireCodec(v3).decode(parcelMessage({}, { parcel_id: '7' }));
    expect(decoded).toMatchObject({ ok: false, reason: 'invalid' });
    if (!decoded.ok) expect(decoded.detail).toContain('data.weight_grams');
  });

  it('is checked against the stated version only, if there is one', () => {
    const decoded = createWireCodec(v3).decode(parcelMessage({ ce_schemaversion: '3' }));
    expect(decoded).toMatchObject({ ok: false, reason: 'invalid' });
  });
});

describe('fields that the schema does not name', () => {
  it('are unchanged after bus, log and bus again', async () => {
    const messages = fc.oneof(eventMessages(), headerlessMessages());
    await fc.assert(
      fc.asyncProperty(messages, unknownFields(), async ({ message }, extra) => {
        const { events } = openStore(shopProjections());
        const body = bodyOf(message.value);
        const said = { ...body, data: { ...body.data, ...extra } };
        const value = new TextEncoder().encode(JSON.stringify(said));
        const report = await persist(shopRegistry, events, { ...message, value });
        expect(report).toMatchObject({ appended: 1 });
        const { events: stored } = await events.readAll({ limit: 2 });
        const again = createWireCodec(shopRegistry).encode(stored[0]!).message;
        expect(bodyOf(again.value)).toStrictEqual(said);
      }),
      { numRuns: 100 },
    );
  });

  it('survive every upcaster', () => {
    fc.assert(
      fc.property(unknownFields(), fc.constantFrom(v2, v3), (extra, registry) => {
        const message = parcelMessage({ ce_schemaversion: '1' }, { ...extra, ...sent });
        const decoded = createWireCodec(registry).decode(message);
        if (!decoded.ok) throw new Error(decoded.detail);
        expect(decoded.event.data).toStrictEqual({ ...extra, ...sent });
        expect(upcastEvent(registry, decoded.event).data).toMatchObject(extra);
      }),
    );
  });
});

function bodyOf(value: string | Uint8Array | null): { event_type: string; data: object } {
  const text = typeof value === 'string' ? value : new TextDecoder().decode(value ?? undefined);
  return JSON.parse(text) as { event_type: string; data: object };
}
