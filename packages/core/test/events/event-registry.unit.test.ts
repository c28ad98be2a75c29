import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  assertFits,
  createEventRegistry,
  createWireCodec,
  defineEvent,
  toEnvelope,
  isValidationError,
  schemaIssues,
  upcastEvent,
  type EventData,
  type StoredEvent,
} from '@foldmart/core';

const renamed = defineEvent({
  type: 'shelf_renamed',
  version: 3,
  schema: z.looseObject({ shelf: z.string(), label: z.string(), language: z.string() }),
  topic: 'shelves',
  partitionKey: ({ shelf }) => shelf,
  streamId: ({ shelf }) => `shelf-${shelf}`,
  startsStream: false,
  identity: ({ shelf, label }) => `${shelf}:${label}`,
  upcasters: {
    1: ({ name, ...rest }: EventData) => ({ ...rest, label: name }),
    2: (data: EventData) => ({ ...data, language: 'ko' }),
  },
});
const registry = createEventRegistry([renamed]);
const current = { shelf: 's1', label: 'Tea', language: 'ko', colour: 'green' };

function stored(schemaVersion: number, data: EventData): StoredEvent {
  const place = { streamId: 'shelf-s1', streamVersion: 1, position: '1' };
  const time = '2026-02-03T14:30:00Z';
  const recordedAt = '2026-02-03T14:30:00.000000Z';
  const said = { id: 'e1', type: renamed.type, data, schemaVersion, time, origin: 'command' };
  return { ...said, ...place, recordedAt };
}

describe('an event definition', () => {
  it('needs an upcaster from every version below its own', () => {
    const withGap = { ...renamed, upcasters: { 2: (data: EventData) => data } };
    expect(() => defineEvent(withGap)).toThrow('has no upcaster from version 1');
  });

  it('must not share its type with another one', () => {
    expect(() => createEventRegistry([renamed, renamed])).toThrow('defined twice');
  });
});

describe('an old event', () => {
  const old = { shelf: 's1', name: 'Tea', colour: 'green' };

  it('from the log is upcast step by step and keeps unknown fields', () => {
    expect(upcastEvent(registry, stored(1, old))).toMatchObject({
      data: current,
      schemaVersion: 3,
    });
  });

  it('is returned unchanged if it is current or of an unknown type', () => {
    const event = stored(3, current);
    expect(upcastEvent(registry, event)).toBe(event);
    const unknown = { ...event, type: 'unheard_of', schemaVersion: 1 };
    expect(upcastEvent(registry, unknown)).toBe(unknown);
  });

  it('from the bus is checked in its upcast form and kept as it was sent', () => {
    const codec = createWireCodec(registry);
    const value = new TextEncoder().encode(
      JSON.stringify({ event_type: 'shelf_renamed', data: old }),
    );
    const place = { topic: 'shelves', partition: 0, offset: '1', key: null, timestampMs: 5 };
    const headers = { ce_schemaversion: '1' };
    expect(codec.decode({ ...place, value, headers })).toMatchObject({
      ok: true,
      event: { data: old, schemaVersion: 1, time: '1970-01-01T00:00:00.005Z' },
      streamId: 'shelf-s1',
    });
  });

  it('whose upcaster throws is invalid, and decoding does not throw', () => {
    const brittle = defineEvent({
      ...renamed,
      version: 2,
      upcasters: {
        1: () => {
          throw new Error('no label');
        },
      },
    });
    const codec = createWireCodec(createEventRegistry([brittle]));
    const value = new TextEncoder().encode('{"event_type":"shelf_renamed","data":{}}');
    const place = { topic: 'shelves', partition: 0, offset: '1', key: null, timestampMs: 5 };
    const headers = { ce_schemaversion: '1' };
    expect(codec.decode({ ...place, value, headers })).toStrictEqual({
      ok: false,
      reason: 'invalid',
      detail: 'version 1 could not be upcast: no label',
    });
  });
});

describe('a schema', () => {
  it('reports every fault with its path', () => {
    const issues = schemaIssues(renamed, { shelf: 1, label: 2, language: 'ko' });
    expect(issues.map(({ path }) => path)).toStrictEqual(['data.shelf', 'data.label']);
    expect(schemaIssues(renamed, current)).toStrictEqual([]);
  });

  it('refuses data with the first faults in one line', () => {
    const refused = (): void => assertFits(renamed, {});
    expect(refused).toThrow(/^shelf_renamed: data\.shelf: .*; data\.label: .*; data\.language: /);
    expect(() => toEnvelope(registry, { type: 'shelf_renamed', data: {} }, metadata)).toThrow(
      expect.toSatisfy(isValidationError),
    );
  });

  it('is available only for registered types', () => {
    expect(() => toEnvelope(registry, { type: 'nothing', data: {} }, metadata)).toThrow(RangeError);
  });
});

const metadata = { id: 'e1', time: '2026-02-03T14:30:00Z', origin: 'command' };
