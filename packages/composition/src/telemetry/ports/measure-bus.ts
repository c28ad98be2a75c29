import type { BatchHandler, EventBus, SubscribeOptions } from '@foldmart/core';
import type { Measuring } from '../measuring.js';
import { measureHandler } from './measure-handler.js';
import { createMeasuredPublish } from './measure-publish.js';

/** How a bus is named in spans, and who is told of its groups. */
export interface MeasuredBus {
  /** The value of `messaging.system`. */
  readonly system: string;
  readonly onSubscribe?: (route: Pick<SubscribeOptions, 'group' | 'topic'>) => void;
}

/** The same bus. What it publishes and delivers is counted and traced; messages carry the trace of their publisher. */
export function measureBus(bus: EventBus, measuring: Measuring, named: MeasuredBus): EventBus {
  const handlerOf = measureHandler(measuring, named.system);
  return {
    get capabilities() {
      return bus.capabilities;
    },
    get admin() {
      return bus.admin;
    },
    publish: createMeasuredPublish(bus, measuring, named.system),
    subscribe(options: SubscribeOptions, handler: BatchHandler) {
      named.onSubscribe?.(options);
      return bus.subscribe(options, handlerOf(options, handler));
    },
    close: (options) => bus.close(options),
  };
}
