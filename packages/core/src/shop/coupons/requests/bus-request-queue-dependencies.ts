import type { WireCodec } from '../../../events/wire-codec.js';
import type { EventBus } from '../../../ports/event-bus.js';
import type { Logger } from '../../../ports/logger.js';

export interface BusRequestQueueDependencies {
  readonly bus: EventBus;
  /** Must know `coupon_issue_requested`. */
  readonly codec: WireCodec;
  readonly logger: Logger;
}
