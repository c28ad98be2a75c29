import { realClock, SchemaRegistryServer, type PayloadCodecHarness } from '@foldmart/conformance';
import { httpSchemaRegistry, registryCodec, type RegistryFormat } from '@foldmart/codec-registry';
import { randomUUID } from 'node:crypto';

/** Codecs of one format on one registry, which registers what is written. */
export async function openCodecHarness(format: RegistryFormat): Promise<PayloadCodecHarness> {
  const server = await SchemaRegistryServer.open();
  return {
    clock: realClock,
    uniqueName: (prefix) => `${prefix}-${randomUUID()}`,
    open: async (domain) =>
      registryCodec(httpSchemaRegistry({ url: server.url }), {
        domain,
        formats: new Map(domain.registry.definitions.map(({ topic = '' }) => [topic, format])),
        autoRegister: true,
        clock: realClock,
      }),
    interrupt() {
      server.outage = { status: 503, body: 'starting' };
    },
    restore() {
      server.outage = undefined;
    },
    requests: () => server.requests.length,
    bodyOfUnknownSchema: () => Uint8Array.of(0, 0, 0, 99, 99, 1, 2, 3),
    dispose: () => server.close(),
  };
}
