import confluent from '@kafkajs/confluent-schema-registry';
import { publishedSchemas } from '@foldmart/codec-registry';
import { SchemaRegistryServer } from '@foldmart/conformance';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { harbourCodec, harbourMessage, read, write } from './support/harbour-codec.js';
import { docked, docking, harbour } from './support/sample-events.js';

let server: SchemaRegistryServer;
let client: InstanceType<typeof confluent.SchemaRegistry>;

beforeAll(async () => {
  server = await SchemaRegistryServer.open();
  client = new confluent.SchemaRegistry({ host: server.url });
});

afterAll(() => server.close());

const types = {
  avro: confluent.SchemaType.AVRO,
  'json-schema': confluent.SchemaType.JSON,
} as const;

it.each(['avro', 'json-schema'] as const)(
  'another client reads what is written in %s',
  async (format) => {
    const { value } = await write(harbourCodec(server, format), docked());
    const decoded: unknown = await client.decode(Buffer.from(value ?? []));
    expect(JSON.parse(JSON.stringify(decoded))).toEqual({
      ...docking,
      ...(format === 'avro' && { remark: null }),
    });
  },
);

it.each(['avro', 'json-schema'] as const)(
  'what another client writes in %s is read',
  async (format) => {
    const [schema] = publishedSchemas({ domain: harbour, formats: new Map([['harbour', format]]) });
    const registered = { type: types[format], schema: schema?.text ?? '' };
    const { id } = await client.register(registered, { subject: `theirs-${format}` });
    const sent = await client.encode(id, {
      ...docking,
      ...(format === 'avro' && { remark: null }),
    });
    expect(await read(harbourCodec(server, format), harbourMessage(sent))).toEqual({
      ok: true,
      type: 'ship_docked',
      data: docking,
    });
  },
);

it('another client writes the very bytes that are written here', async () => {
  const codec = harbourCodec(server, 'avro');
  const { value } = await write(codec, docked());
  const id = Buffer.from(value ?? []).readInt32BE(1);
  const theirs = await client.encode(id, { ...docking, remark: null });
  expect(theirs.toString('hex')).toBe(Buffer.from(value ?? []).toString('hex'));
});

// The values that proto3 leaves out are defaults: this client shows them as getters only.
it('another client reads the Protobuf that is written here', async () => {
  const { value } = await write(harbourCodec(server, 'protobuf'), docked());
  const decoded: unknown = await client.decode(Buffer.from(value ?? []));
  expect(JSON.parse(JSON.stringify(decoded))).toEqual({
    ship: docking.ship,
    berth: String(docking.berth),
    draught: 7.25,
    cargo: [docking.cargo[0], { tonnes: -3 }],
    fees: docking.fees,
  });
});
