import { payloadCodecSuite } from '@foldmart/conformance';
import { shopPayloadCodecSuite } from '@foldmart/conformance/shop';
import { bindSuite } from '@foldmart/conformance/vitest';
import { openCodecHarness } from './support/codec-harness.js';

for (const format of ['avro', 'json-schema', 'protobuf'] as const) {
  const adapter = `registry-${format}`;
  bindSuite(payloadCodecSuite, { adapter, harness: () => openCodecHarness(format) });
  bindSuite(shopPayloadCodecSuite, { adapter, harness: () => openCodecHarness(format) });
}
