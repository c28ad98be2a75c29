import { createEventRegistry } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { shopEnvelopes } from '@foldmart/core/shop/testing';
import { codecTopic, type PayloadCodecHarness } from '../../payload-codec/codec-harness.js';
import { assertRoundTrips } from '../../payload-codec/round-trips.js';
import type { ConformanceSuite } from '../../suite.js';

const registry = createEventRegistry(
  shopRegistry.definitions.map((definition) => ({ ...definition, topic: codecTopic })),
);

/** That a codec keeps the events of the shop. */
export const shopPayloadCodecSuite: ConformanceSuite<PayloadCodecHarness> = {
  port: 'shop-payload-codec',
  cases: [
    {
      name: 'data of every event of the shop comes back with every field and value',
      run: (harness) => assertRoundTrips(harness, { name: 'shop', registry }, shopEnvelopes()),
    },
  ],
};
