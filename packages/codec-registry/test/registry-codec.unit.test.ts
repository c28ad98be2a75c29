import {
  httpSchemaRegistry,
  publishedSchemas,
  registerSchemas,
  unmappedHeader,
  type OwnSchema,
} from '@foldmart/codec-registry';
import { SchemaRegistryServer } from '@foldmart/conformance';
import { VirtualClock } from '@foldmart/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { harbourCodec, harbourMessage, read, write } from './support/harbour-codec.js';
import { docked, docking, harbour } from './support/sample-events.js';

let server: SchemaRegistryServer;

beforeEach(async () => {
  server = await SchemaRegistryServer.open();
});

afterEach(() => server.close());

const formats = (format: 'avro' | 'protobuf') => new Map([['harbour', format]]);

function own(format: OwnSchema['format'], text: string): readonly OwnSchema[] {
  return [{ type: 'ship_docked', version: 1, format, text }];
}

describe('bodies of other writers', () => {
  it('of Confluent’s Python client in Protobuf are read, and are the bytes that are written here', async () => {
    const payload =
      'AILsAQjrsJTri6QgMciqCIGAgICAgID4/wHSwUkPCgVwaWxvdBIGMTIwLjUwqv9iE8LqCgRjb3Ju2csgmpmZmZmZuT+q/2IL2csgAAAAAAAACMCp8HMAAAAAAAAdQA==';
    const theirs = Buffer.concat([Buffer.from([0, 0, 0, 0, 1]), Buffer.from(payload, 'base64')]);
    const codec = harbourCodec(server, 'protobuf');
    const ours = await write(codec, docked());
    expect(Buffer.from(ours.value ?? []).toString('hex')).toBe(theirs.toString('hex'));
    expect(await read(codec, harbourMessage(theirs))).toMatchObject({ ok: true, data: docking });
  });

  it('with an older or a newer schema are read with it: new fields are kept, missing ones are missing', async () => {
    const fields = (names: readonly string[]) =>
      names.map((name) => ({ name, type: ['null', 'string'], default: null }));
    const schema = JSON.stringify({
      type: 'record',
      name: 'harbour.ShipDocked',
      fields: [{ name: 'berth', type: 'int' }, ...fields(['ship', 'remark', 'flag'])],
    });
    const id = server.add('theirs', { schema });
    const body = Buffer.from([0, 0, 0, 0, id, 14, 2, 2, 0x61, 0, 2, 4, 0x6b, 0x72]);
    expect(await read(harbourCodec(server, 'avro'), harbourMessage(body))).toEqual({
      ok: true,
      type: 'ship_docked',
      data: { berth: 7, ship: 'a', flag: 'kr' },
    });
  });

  it('in Protobuf may name any message of their file', async () => {
    const schema =
      'syntax = "proto3"; message First { string x = 1; } message Outer { enum E { A = 0; } message Zero {} message Seen { string ship = 1; int64 berth = 2; } }';
    const id = server.add('theirs', { schema, schemaType: 'PROTOBUF' });
    const body = Buffer.from([0, 0, 0, 0, id, 4, 2, 2, 0x0a, 1, 0x61, 0x10, 5]);
    const message = harbourMessage(body, { ce_type: 'ship_docked' });
    expect(await read(harbourCodec(server, 'avro'), message)).toMatchObject({
      ok: true,
      data: { ship: 'a', berth: 5 },
    });
    const unnamed = await read(harbourCodec(server, 'avro'), harbourMessage(body));
    expect(unnamed).toMatchObject({ ok: false, reason: 'unknown-type' });
  });

  it('with integers that a number cannot hold are refused, never rounded', async () => {
    const schema = 'syntax = "proto3"; package harbour; message ShipDocked { uint64 berth = 1; }';
    const id = server.add('theirs', { schema, schemaType: 'PROTOBUF' });
    const huge = Buffer.from([
      0,
      0,
      0,
      0,
      id,
      0,
      8,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
      1,
    ]);
    expect(await read(harbourCodec(server, 'protobuf'), harbourMessage(huge))).toMatchObject({
      ok: false,
      reason: 'malformed',
      detail: expect.stringContaining('too many digits') as string,
    });
  });

  it.each([
    ['refers to other schemas', { schema: '"string"', references: [{ name: 'x' }] }, 'refers to x'],
    ['is no record', { schema: '"string"' }, 'neither a record nor a union of records'],
    ['is not readable', { schema: '{"type":"rekord"}' }, 'cannot be read'],
  ])('whose schema %s are of an unknown schema', async (_what, schema, detail) => {
    const id = server.add('theirs', schema);
    const body = harbourMessage(Uint8Array.of(0, 0, 0, 0, id, 1));
    expect(await read(harbourCodec(server, 'avro'), body)).toMatchObject({
      reason: 'unknown-schema',
      detail: expect.stringContaining(detail) as string,
    });
  });
});

describe('decimals of Avro', () => {
  const schema = (name: string) =>
    JSON.stringify({
      type: 'record',
      name: 'harbour.ShipDocked',
      fields: [{ name, type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } }],
    });

  it.each([
    ['draught', 7.25],
    ['draught', -327.68],
    ['toll', '120.50'],
    ['toll', '-0.01'],
    ['toll', '3'],
  ])('hold %s %s', async (name, value) => {
    const codec = harbourCodec(server, 'avro', { own: own('avro', schema(name)) });
    const message = await write(codec, docked({ [name]: value }));
    expect(await read(codec, message)).toMatchObject({ ok: true, data: { [name]: value } });
    const isKept = value !== '3';
    expect(unmappedHeader in message.headers).toBe(!isKept);
  });

  it('refuse more digits than their scale', async () => {
    const codec = harbourCodec(server, 'avro', { own: own('avro', schema('draught')) });
    await expect(write(codec, docked({ draught: 7.255 }))).rejects.toThrow('data.draught: 7.255');
  });
});

describe('the registry', () => {
  const schemas = publishedSchemas({ domain: harbour, formats: formats('avro') });
  const open = (url = server.url) => httpSchemaRegistry({ url });

  it('gets user and password, from the address too', async () => {
    server.credentials = 'kim:pa:ss';
    const { port } = new URL(server.url);
    const [schema] = schemas;
    const inAddress = open(`http://kim:pa%3Ass@127.0.0.1:${port}`);
    expect(await inAddress.register('s', schema!)).toBe(1);
    const given = httpSchemaRegistry({ url: server.url, username: 'kim', password: 'pa:ss' });
    expect(await given.idOf('s', schema!)).toBe(1);
    await expect(open().schema(1)).rejects.toMatchObject({
      reason: 'unauthorized',
      isRetryable: false,
    });
  });

  it.each([
    [503, 'starting', 'unavailable'],
    [429, '{"error_code":429,"message":"slow down"}', 'unavailable'],
    [500, '{"error_code":50001,"message":"store"}', 'unavailable'],
    [404, '<html>no such page</html>', 'rejected'],
    [422, '{"error_code":42201,"message":"Invalid schema"}', 'rejected'],
    [200, '<html>welcome</html>', 'corrupt'],
  ])('that answers %i %s fails as %s', async (status, body, reason) => {
    server.outage = { status, body };
    await expect(open().schema(1)).rejects.toMatchObject({ port: 'schema-registry', reason });
  });

  it('that nobody serves is unavailable, with advice', async () => {
    const { url } = server;
    await server.close();
    await expect(open(url).schema(1)).rejects.toMatchObject({
      reason: 'unavailable',
      isRetryable: true,
      hint: 'start the schema registry there, or set SCHEMA_REGISTRY_URL',
    });
  });

  it.each([
    [{ is_compatible: false, messages: ['one', 'two'] }, ['one', 'two']],
    [
      { is_compatible: false, reason: 'in the words of Apicurio 2' },
      ['in the words of Apicurio 2'],
    ],
    [{ is_compatible: false }, ['the registry gives no reason']],
  ])(
    'says why a schema is incompatible, whichever registry answers: %j',
    async (body, messages) => {
      server.outage = { status: 200, body };
      const registry = httpSchemaRegistry({ url: server.url });
      const checked = await registry.check('subject', { type: 'AVRO', text: '"string"' });
      expect(checked).toEqual({ isCompatible: false, messages });
    },
  );

  it('registers all schemas, or none if one is incompatible', async () => {
    const dry = await registerSchemas(open(), schemas, { dryRun: true });
    expect(dry).toMatchObject([{ outcome: 'new', id: null }]);
    expect(server.schemasOf('harbour-harbour.ShipDocked')).toEqual([]);
    expect(await registerSchemas(open(), schemas)).toMatchObject([{ outcome: 'new', id: 1 }]);
    expect(await registerSchemas(open(), schemas)).toMatchObject([
      { outcome: 'registered', id: 1 },
    ]);

    server.rule = () => ['READER_FIELD_MISSING_DEFAULT_VALUE: flag'];
    const text = schemas[0]!.text.replace('"isForeign"', '"flag"');
    const changed = [{ ...schemas[0]!, text }];
    expect(await registerSchemas(open(), changed)).toMatchObject([
      { outcome: 'incompatible', messages: ['READER_FIELD_MISSING_DEFAULT_VALUE: flag'] },
    ]);
    await expect(open().register(changed[0]!.subject, changed[0]!)).rejects.toMatchObject({
      code: 'incompatible-schema',
      hint: expect.stringContaining('new fields optional') as string,
    });
  });

  it('is asked again for a missing schema after a while', async () => {
    const clock = new VirtualClock();
    const codec = harbourCodec(server, 'avro', { clock });
    const message = harbourMessage(Uint8Array.of(0, 0, 0, 0, 1, 2, 0x61));
    expect(await read(codec, message)).toMatchObject({ reason: 'unknown-schema' });
    const schema =
      '{"type":"record","name":"harbour.ShipDocked","fields":[{"name":"ship","type":"string"}]}';
    server.add('repaired', { schema });
    expect(codec.reading.isReady([message])).toBe(true);
    await clock.advance(10_000);
    expect(codec.reading.isReady([message])).toBe(false);
    expect(await read(codec, message)).toMatchObject({ ok: true, data: { ship: 'a' } });
  });
});
