import { randomUUID } from 'node:crypto';
import { httpSchemaRegistry, registryCodec } from '@foldmart/codec-registry';
import { realClock, SchemaRegistryServer, type PayloadCodecHarness } from '@foldmart/conformance';
import type { PayloadCodec } from '@foldmart/core';

/** Avro codecs on one registry, each changed. */
export function codecHarness(mutate: (codec: PayloadCodec) => PayloadCodec): PayloadCodecHarness {
  let server: SchemaRegistryServer | undefined;
  return {
    clock: realClock,
    uniqueName: (prefix) => `${prefix}-${randomUUID()}`,
    async open(domain) {
      server ??= await SchemaRegistryServer.open();
      const codec = registryCodec(httpSchemaRegistry({ url: server.url }), {
        domain,
        formats: new Map(domain.registry.definitions.map(({ topic = '' }) => [topic, 'avro'])),
        autoRegister: true,
        clock: realClock,
      });
      return mutate(codec);
    },
    interrupt() {
      if (server !== undefined) server.outage = { status: 503, body: 'starting' };
    },
    restore() {
      if (server !== undefined) server.outage = undefined;
    },
    requests: () => server?.requests.length ?? 0,
    bodyOfUnknownSchema: () => Uint8Array.of(0, 0, 0, 99, 99, 1, 2, 3),
    async dispose() {
      await server?.close();
    },
  };
}
