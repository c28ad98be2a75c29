import { randomUUID } from 'node:crypto';
import confluent from '@kafkajs/confluent-schema-registry';
import {
  httpSchemaRegistry,
  publishedSchemas,
  registerSchemas,
  registryCodec,
  type RegistryFormat,
  type SchemaRegistry,
} from '@foldmart/codec-registry';
import { realClock } from '@foldmart/conformance';
import { createEventRegistry, defineEvent, type PayloadCodec } from '@foldmart/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { read, write } from './support/harbour-codec.js';
import { openRealRegistry, type RealRegistry } from './support/real-registry.js';
import { docked, docking, shipFields } from './support/sample-events.js';

let server: RealRegistry;
let registry: SchemaRegistry;

beforeAll(async () => {
  server = await openRealRegistry();
  registry = httpSchemaRegistry({ url: server.url });
}, 300_000);

afterAll(() => server.close());

/** A domain of its own, since the registry outlives a test. */
function harbourWith(fields: z.ZodRawShape, name: string) {
  const shipDocked = defineEvent({
    type: 'ship_docked',
    topic: 'harbour',
    streamId: ({ ship }) => `ship-${ship}`,
    identity: ({ ship, berth }) => `${ship} ${String(berth)}`,
    schema: z.looseObject({ ship: z.string(), berth: z.int(), ...fields }),
  });
  return { name, registry: createEventRegistry([shipDocked]) };
}

type Harbour = ReturnType<typeof harbourWith>;

const formatsOf = (format: RegistryFormat) => new Map([['harbour', format]]);

/** Knows no schema and no id yet. */
function codecOf(domain: Harbour, format: RegistryFormat, autoRegister = false): PayloadCodec {
  const formats = formatsOf(format);
  return registryCodec(registry, { domain, formats, autoRegister, clock: realClock });
}

function register(domain: Harbour, format: RegistryFormat, dryRun = false) {
  return registerSchemas(registry, publishedSchemas({ domain, formats: formatsOf(format) }), {
    dryRun,
  });
}

async function requireBackward(subject: string): Promise<void> {
  const answer = await fetch(`${server.url}/config/${encodeURIComponent(subject)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ compatibility: 'BACKWARD' }),
  });
  expect(answer.status).toBe(200);
}

const nameOfDomain = () => `harbour_${randomUUID().replaceAll('-', '')}`;

describe.each(['avro', 'json-schema', 'protobuf'] as const)(
  '%s in a registry of others',
  (format) => {
    it('is registered once, written, and read by a process that knows nothing yet', async () => {
      const domain = harbourWith(shipFields, nameOfDomain());
      const dry = await register(domain, format, true);
      expect(dry).toMatchObject([{ outcome: 'new', id: null }]);
      const first = await register(domain, format);
      const again = await register(domain, format);
      expect(first).toMatchObject([{ outcome: 'new' }]);
      expect(again).toMatchObject([{ outcome: 'registered', id: first[0]?.id }]);
      const message = await write(codecOf(domain, format), docked());
      expect(Buffer.from(message.value ?? []).readInt32BE(1)).toBe(first[0]?.id);
      expect(await read(codecOf(domain, format), message)).toEqual({
        ok: true,
        type: 'ship_docked',
        data: docking,
      });
    });

    it('is not written before it is registered', async () => {
      const domain = harbourWith(shipFields, nameOfDomain());
      await expect(write(codecOf(domain, format), docked())).rejects.toMatchObject({
        code: 'unknown-schema',
      });
    });

    it('gets a field more: former and new processes read each other', async () => {
      const name = nameOfDomain();
      const former = harbourWith(shipFields, name);
      const newer = harbourWith({ ...shipFields, pilot: z.string().optional() }, name);
      const [first] = await register(former, format);
      await requireBackward(first?.schema.subject ?? '');
      const [second] = await register(newer, format);
      expect(second).toMatchObject({ outcome: 'new' });
      expect(second?.id).not.toBe(first?.id);
      const old = await write(codecOf(former, format), docked());
      const young = await write(codecOf(newer, format), docked({ ...docking, pilot: 'Kim' }));
      expect(await read(codecOf(newer, format), old)).toMatchObject({ ok: true, data: docking });
      expect(await read(codecOf(former, format), young)).toMatchObject({
        ok: true,
        data: { ...docking, pilot: 'Kim' },
      });
    });

    it('with an incompatible field is refused, and nothing of it is registered', async () => {
      const name = nameOfDomain();
      const changed = harbourWith({ ...shipFields, draught: z.boolean() }, name);
      const [first] = await register(harbourWith(shipFields, name), format);
      await requireBackward(first?.schema.subject ?? '');
      const [refused] = await register(changed, format);
      expect(refused).toMatchObject({ outcome: 'incompatible', id: null });
      expect(refused?.messages.join()).not.toBe('');
      const event = docked({ ...docking, draught: true });
      await expect(write(codecOf(changed, format, true), event)).rejects.toMatchObject({
        code: 'incompatible-schema',
      });
    });

    it('with an id that the registry does not know is told apart from a registry that is away', async () => {
      const domain = harbourWith(shipFields, nameOfDomain());
      await register(domain, format);
      const message = await write(codecOf(domain, format), docked());
      const value = Buffer.from(message.value ?? []);
      value.writeInt32BE(2_000_000_000, 1);
      expect(await read(codecOf(domain, format), { ...message, value })).toMatchObject({
        ok: false,
        reason: 'unknown-schema',
      });
    });
  },
);

it.each(['avro', 'json-schema'] as const)(
  'another client reads %s from this registry',
  async (format) => {
    const domain = harbourWith(shipFields, nameOfDomain());
    await register(domain, format);
    const { value } = await write(codecOf(domain, format), docked());
    const client = new confluent.SchemaRegistry({ host: server.url });
    const decoded: unknown = await client.decode(Buffer.from(value ?? []));
    expect(JSON.parse(JSON.stringify(decoded))).toEqual({
      ...docking,
      ...(format === 'avro' && { remark: null }),
    });
  },
);
