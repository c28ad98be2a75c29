import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  createEventRegistry,
  type AnyEventDefinition,
  type EventData,
  type EventRegistry,
  type EventSchema,
} from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { goldenFaults, goldenFile, type GoldenFault } from '@foldmart/core/testing';
import { parcelRegistries, parcelSentV3, parcelUpcasters } from '../support/parcel-events.js';

type Files = Readonly<Record<string, string>>;

function filesIn(directory: string): Files {
  const home = new URL(`${directory}/`, import.meta.url);
  const names = readdirSync(home);
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, home), 'utf8')]));
}

const parcels = filesIn('../events/golden-parcels');

function registryOf(changes: Partial<AnyEventDefinition>): EventRegistry {
  return createEventRegistry([{ ...parcelSentV3(), ...changes }]);
}

/** Each fault as `kind: file`. */
function kindsOf(faults: readonly GoldenFault[]): string[] {
  return faults.map(({ kind, file }) => `${kind}: ${file}`).sort();
}

function without(files: Files, name: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([other]) => other !== name));
}

function versionFour(schema: EventSchema): Partial<AnyEventDefinition> {
  const insure = (data: EventData): EventData => ({ ...data, is_insured: false });
  return { version: 4, schema, upcasters: { ...parcelUpcasters, 3: insure } };
}

describe('every version of every event of the shop', () => {
  it('is read as it always was', () => {
    const files = filesIn('golden');
    expect(goldenFaults(shopRegistry, files)).toStrictEqual([]);
    expect(Object.keys(files).length).toBeGreaterThanOrEqual(shopRegistry.definitions.length);
  });
});

describe('a chain of three versions', () => {
  it('is read as it always was', () => {
    expect(goldenFaults(createEventRegistry([parcelSentV3()]), parcels)).toStrictEqual([]);
  });

  it('has files that say what its programs wrote', () => {
    const [v1, v2, v3] = parcelRegistries;
    for (const [registry, name] of [
      [v1!, 'parcel_sent.v1.json'],
      [v2!, 'parcel_sent.v2.json'],
      [v3!, 'parcel_sent.v3.json'],
    ] as const) {
      const kept = JSON.parse(parcels[name]!) as Parameters<typeof goldenFile>[1];
      const written = goldenFile(registry, kept);
      expect(written.name).toBe(name);
      expect(JSON.parse(written.text)).toStrictEqual({ ...kept, upcasts: {} });
      expect(JSON.parse(goldenFile(v3!, kept).text)).toStrictEqual(kept);
    }
  });
});

describe('a golden file fails', () => {
  it('if it is missing', () => {
    const registry = createEventRegistry([parcelSentV3()]);
    expect(goldenFaults(registry, without(parcels, 'parcel_sent.v2.json'))).toStrictEqual([
      { file: 'parcel_sent.v2.json', kind: 'missing', detail: 'there is no such file' },
    ]);
    expect(kindsOf(goldenFaults(registry, {}))).toHaveLength(3);
  });

  it.each<[string, Readonly<Record<number, (data: EventData) => EventData>>, string[]]>([
    [
      'converts wrongly',
      { ...parcelUpcasters, 2: ({ weight_kg: kg, ...rest }) => ({ ...rest, weight_grams: kg }) },
      ['changed: parcel_sent.v1.json', 'changed: parcel_sent.v2.json'],
    ],
    [
      'drops what it does not know',
      {
        ...parcelUpcasters,
        1: ({ no, weight_kg, sent_at }) => ({ parcel_id: String(no), weight_kg, sent_at }),
      },
      ['changed: parcel_sent.v1.json', 'changed: parcel_sent.v1.json'],
    ],
    [
      'gives the thing another name',
      { ...parcelUpcasters, 1: ({ no, ...rest }) => ({ ...rest, parcel_id: `p-${String(no)}` }) },
      new Array<string>(4).fill('changed: parcel_sent.v1.json'),
    ],
    [
      'changes the data in its hands',
      {
        ...parcelUpcasters,
        2: (data) => Object.assign(data, { weight_grams: Number(data['weight_kg']) * 1_000 }),
      },
      [
        'changed: parcel_sent.v1.json',
        'changed: parcel_sent.v2.json',
        'changed: parcel_sent.v2.json',
      ],
    ],
    [
      'breaks',
      { ...parcelUpcasters, 1: ({ no, ...rest }) => ({ ...rest, parcel_id: no }) },
      ['unreadable: parcel_sent.v1.json'],
    ],
  ])('if an upcaster %s', (_how, upcasters, expected) => {
    const faults = goldenFaults(createEventRegistry([parcelSentV3(upcasters)]), parcels);
    expect(kindsOf(faults)).toStrictEqual(expected);
  });

  it('if a schema no longer accepts it', () => {
    const { schema } = parcelSentV3();
    const strict = schema.refine(({ weight_grams: grams }) => grams < 1_600);
    expect(kindsOf(goldenFaults(registryOf({ schema: strict }), parcels))).toStrictEqual([
      'unreadable: parcel_sent.v2.json',
    ]);
  });

  it.each<[string, Partial<AnyEventDefinition>, string]>([
    ['stream', { streamId: () => 'parcels' }, 'streamId was "parcel-7" and is "parcels"'],
    ['topic', { topic: 'post' }, 'topic was "parcels" and is "post"'],
    ['key', { partitionKey: () => 'k' }, 'key was "7" and is "k"'],
  ])('if its %s changes', (_what, changes, detail) => {
    const faults = goldenFaults(registryOf(changes), parcels);
    expect(kindsOf(faults)).toHaveLength(3);
    expect(faults).toContainEqual({ file: 'parcel_sent.v1.json', kind: 'changed', detail });
  });

  it('if it has no id and would get another one', () => {
    const faults = goldenFaults(registryOf({ identity: () => 'x' }), parcels);
    expect(kindsOf(faults)).toStrictEqual([
      'changed: parcel_sent.v2.json',
      'changed: parcel_sent.v3.json',
    ]);
  });

  it('if a type has a new version, until a file for it is added', () => {
    const { schema } = parcelSentV3();
    const insured = schema.extend({ is_insured: z.boolean() });
    expect(kindsOf(goldenFaults(registryOf(versionFour(insured)), parcels))).toStrictEqual([
      'missing: parcel_sent.v1.json',
      'missing: parcel_sent.v2.json',
      'missing: parcel_sent.v3.json',
      'missing: parcel_sent.v4.json',
    ]);
  });

  it('if a new version requires no more fields, and so accepts older data as its own', () => {
    const faults = goldenFaults(registryOf(versionFour(parcelSentV3().schema)), parcels);
    expect(faults).toContainEqual({
      file: 'parcel_sent.v3.json',
      kind: 'changed',
      detail: 'it is read as parcel_sent.v4, not as parcel_sent.v3',
    });
  });

  it.each([
    ['of an unknown type', 'parcel_lost.v1.json'],
    ['of an unknown version', 'parcel_sent.v4.json'],
    ['of no version', 'parcel_sent.json'],
  ])('that is %s', (_what, name) => {
    const files = { ...parcels, [name]: parcels['parcel_sent.v1.json']! };
    const faults = goldenFaults(createEventRegistry([parcelSentV3()]), files);
    expect(kindsOf(faults)).toStrictEqual([`stray: ${name}`]);
  });

  it.each([
    ['is no JSON', '{', 'unreadable'],
    ['is no golden file', '{"headers":{}}', 'unreadable'],
    ['is of another version than its name says', parcels['parcel_sent.v2.json']!, 'changed'],
  ])('that %s', (_what, text, kind) => {
    const files = { ...parcels, 'parcel_sent.v1.json': text };
    const faults = goldenFaults(createEventRegistry([parcelSentV3()]), files);
    expect(kindsOf(faults)).toStrictEqual([`${kind}: parcel_sent.v1.json`]);
  });

  it('may have variants, each with a name of its own', () => {
    const registry = createEventRegistry([parcelSentV3()]);
    const kept = JSON.parse(parcels['parcel_sent.v1.json']!) as Parameters<typeof goldenFile>[1];
    const { name, text } = goldenFile(registry, { ...kept, headers: {} }, 'headerless');
    expect(name).toBe('parcel_sent.v1.headerless.json');
    expect(goldenFaults(registry, { ...parcels, [name]: text })).toStrictEqual([]);
    const broken = text.replace('"id": "parcel_sent:7"', '"id": "parcel_sent:8"');
    expect(kindsOf(goldenFaults(registry, { ...parcels, [name]: broken }))).toStrictEqual([
      `changed: ${name}`,
    ]);
  });
});
