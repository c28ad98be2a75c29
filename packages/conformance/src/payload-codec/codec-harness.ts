import type { Domain, PayloadCodec } from '@foldmart/core';
import type { Harness } from '../harness.js';

/** The topic of all events of a case. */
export const codecTopic = 'codec-topic';

/** Opens codecs that share one registry, as several processes would. */
export interface PayloadCodecHarness extends Harness {
  /** A codec for events with a topic, whose schemas it registers when they are first written. */
  open(domain: Pick<Domain, 'name' | 'registry'>): Promise<PayloadCodec>;
  /** From now on, the registry refuses requests, temporarily. */
  interrupt(): void;
  /** The registry answers again. */
  restore(): void;
  /** How many requests the registry got. */
  requests(): number;
  /** A body whose schema the registry does not have, and never had. */
  bodyOfUnknownSchema(): Uint8Array;
}
