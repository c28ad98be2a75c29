import {
  publishedSchemas,
  type BodySchemaOptions,
  type RegistryFormat,
} from '@foldmart/codec-registry';
import { createEventRegistry, defineEvent } from '@foldmart/core';
import { schemaCatalogue } from '@foldmart/core/schemas';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { docking, harbour } from './support/sample-events.js';

function schemasOf(format: RegistryFormat, options: Partial<BodySchemaOptions> = {}) {
  return publishedSchemas({ domain: harbour, formats: new Map([['harbour', format]]), ...options });
}

function eventOf(type: string, shape: z.ZodRawShape, topic = 'harbour') {
  return defineEvent({ type, topic, streamId: () => 'one', schema: z.looseObject(shape) });
}

function domainOf(...events: ReturnType<typeof eventOf>[]) {
  return { name: 'harbour', registry: createEventRegistry(events) };
}

describe('the schema of a body', () => {
  it('is the same Protobuf as ever', () => {
    expect(schemasOf('protobuf')[0]?.text).toBe(`syntax = "proto3";

package harbour;

message ShipDocked {
  message CargoRecord {
    string name = 22184;
    double tonnes = 66747;
  }
  string ship = 3776;
  int64 berth = 17065;
  double draught = 237317;
  bool isForeign = 3184;
  optional string captain = 221038;
  optional string remark = 238177;
  repeated CargoRecord cargo = 202741;
  map<string, string> fees = 150554;
}
`);
  });

  it('is the same Avro as ever', () => {
    expect(JSON.parse(schemasOf('avro')[0]?.text ?? '')).toEqual({
      type: 'record',
      name: 'ShipDocked',
      namespace: 'harbour',
      fields: [
        { name: 'ship', type: 'string' },
        { name: 'berth', type: 'long' },
        { name: 'draught', type: 'double' },
        { name: 'isForeign', type: 'boolean' },
        { name: 'captain', type: ['null', 'string'] },
        { name: 'remark', type: ['null', 'string'], default: null },
        {
          name: 'cargo',
          type: {
            type: 'array',
            items: {
              type: 'record',
              name: 'cargo',
              namespace: 'harbour.ShipDocked',
              fields: [
                { name: 'name', type: 'string' },
                { name: 'tonnes', type: 'double' },
              ],
            },
          },
        },
        { name: 'fees', type: { type: 'map', values: 'string' } },
      ],
    });
  });

  it('is a JSON Schema that accepts the data', () => {
    const text = schemasOf('json-schema')[0]?.text ?? '';
    const validate = new Ajv().compile(JSON.parse(text) as object);
    expect(validate(docking)).toBe(true);
    expect(validate({ ...docking, berth: 'x' })).toBe(false);
  });

  it('keeps the numbers of fields if one is added before them', () => {
    const numbersIn = (...names: readonly string[]) => {
      const shape = Object.fromEntries(names.map((name) => [name, z.string()]));
      const [schema] = schemasOf('protobuf', { domain: domainOf(eventOf('seen', shape)) });
      return new Map(
        [...(schema?.text ?? '').matchAll(/(\w+) = (\d+)/g)].map(([, n, i]) => [n, i]),
      );
    };
    const [before, after] = [numbersIn('b', 'c'), numbersIn('a', 'c', 'b')];
    expect([after.get('b'), after.get('c')]).toEqual([before.get('b'), before.get('c')]);
  });

  it.each(['avro', 'protobuf'] as const)(
    'is refused with advice if %s cannot name a field',
    (format) => {
      const domain = domainOf(eventOf('seen', { 나라: z.string() }));
      expect(() => schemasOf(format, { domain })).toThrow(/seen: The field "나라" cannot be named/);
      expect(schemasOf('json-schema', { domain })).toHaveLength(1);
    },
  );

  it('is refused with advice if two fields have the same number', () => {
    const domain = domainOf(eventOf('seen', { f1019: z.string(), f1400: z.string() }));
    expect(() => schemasOf('protobuf', { domain })).toThrow(
      'The fields f1019 and f1400 of Seen have the same number, 53214.',
    );
  });
});

describe('subjects', () => {
  it.each([
    ['topic-name', 'harbour-value'],
    ['record-name', 'harbour.ShipDocked'],
    ['topic-record-name', 'harbour-harbour.ShipDocked'],
  ] as const)('by %s are %s', (subjects, subject) => {
    expect(schemasOf('avro', { subjects })[0]?.subject).toBe(subject);
  });

  it('by topic name are refused for a topic with several events', () => {
    const domain = domainOf(eventOf('seen', {}), eventOf('gone', {}));
    expect(() => schemasOf('avro', { domain, subjects: 'topic-name' })).toThrow(
      'topic-name allows one event for each topic',
    );
  });

  it('cannot be mixed up: two events with one record name are refused', () => {
    const domain = domainOf(eventOf('seen_it', {}), eventOf('seen-it', {}));
    expect(() => schemasOf('avro', { domain })).toThrow('the same record name, harbour.SeenIt');
  });
});

describe('versions', () => {
  const former = eventOf('seen', { a: z.string() });
  const current = defineEvent({
    ...former,
    version: 2,
    schema: z.looseObject({ b: z.string() }),
    upcasters: { 1: (data) => ({ b: data['a'] }) },
  });

  it('that were kept come before the current one', () => {
    const catalogue = schemaCatalogue(domainOf(former) as Parameters<typeof schemaCatalogue>[0]);
    const domain = domainOf(current);
    expect(schemasOf('avro', { domain, catalogue }).map(({ version }) => version)).toEqual([1, 2]);
    expect(schemasOf('avro', { domain }).map(({ version }) => version)).toEqual([2]);
  });

  it('may have a schema of the user', () => {
    const text = '{"type":"record","name":"Mine","fields":[{"name":"b","type":"string"}]}';
    const own = [{ type: 'seen', version: 2, format: 'avro', text }] as const;
    const [schema] = schemasOf('avro', { domain: domainOf(current), own });
    expect([schema?.subject, schema?.text]).toEqual(['harbour-Mine', text]);
    const broken = [{ ...own[0], text: '{"type":"rekord"}' }];
    expect(() => schemasOf('avro', { domain: domainOf(current), own: broken })).toThrow(
      'The AVRO schema of seen cannot be read',
    );
  });
});
