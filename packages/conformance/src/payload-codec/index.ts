import type { ConformanceSuite } from '../suite.js';
import type { PayloadCodecHarness } from './codec-harness.js';
import { preparingCases } from './preparing.js';
import { refusalCases } from './refusals.js';
import { roundTripCases } from './round-trips.js';

/** The contract of PayloadCodec, for codecs with a schema registry. */
export const payloadCodecSuite: ConformanceSuite<PayloadCodecHarness> = {
  port: 'payload-codec',
  cases: [...roundTripCases, ...refusalCases, ...preparingCases],
};
