import type { BatchHandler, EventBus } from '@foldmart/core';
import type { CallSite } from '../services/service.js';
import type { Link } from './link.js';
import { linkedPort } from './linked-port.js';
import { PublishLine } from './publish-line.js';

/** A bus, each call and each delivery of which crosses the network. */
export function linkedBus(bus: EventBus, link: Link): EventBus {
  const lines = new Map<string, PublishLine>();
  const lineOf = (topic: string): PublishLine => {
    const line = lines.get(topic) ?? new PublishLine();
    lines.set(topic, line);
    return line;
  };
  return {
    capabilities: { ...bus.capabilities, durability: 'replica', isShared: true },
    admin: linkedPort(bus.admin, link, { service: 'queue', port: 'event-bus-admin' }),
    publish: (topic, messages) =>
      messages.length === 0
        ? Promise.resolve()
        : lineOf(topic).add(() =>
            link.call(publishSite, () => bus.publish(topic, messages), [topic, messages]),
          ),
    subscribe: (options, handler) =>
      link.call(subscribeSite, () => bus.subscribe(options, linkedHandler(handler, link))),
    close: (options) => bus.close(options),
  };
}

/** A failed commit is a batch that is delivered again, although it was handled. */
function linkedHandler(handler: BatchHandler, link: Link): BatchHandler {
  return async (batch, context) => {
    await link.pause(deliverSite);
    await handler(batch, context);
    await link.pause(commitSite);
  };
}

function site(operation: string, isWrite: boolean): CallSite {
  return { service: 'queue', port: 'event-bus', operation, isWrite };
}

const publishSite = site('publish', true);
const subscribeSite = site('subscribe', false);
const deliverSite = site('deliver', false);
const commitSite = site('commit', false);
