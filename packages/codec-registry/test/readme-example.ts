import { httpSchemaRegistry, registryCodec } from '@foldmart/codec-registry';
import { createWireCodec, type Domain, type WireCodec } from '@foldmart/core';
import { systemClock } from '@foldmart/node';

/** The example of the README. */
export function wireCodecOf(domain: Domain): WireCodec {
  const codec = registryCodec(httpSchemaRegistry({ url: 'http://localhost:8081' }), {
    domain,
    formats: new Map([['orders', 'avro']]),
    clock: systemClock,
  });
  const wire = createWireCodec(domain.registry, { payloads: new Map([['orders', codec]]) });
  return wire;
}
