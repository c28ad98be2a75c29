import type { BatchHandler, EntityCache, EventBus } from '@foldmart/core';
import type { Behind } from '@foldmart/simulator';

/** Commits a batch before its handler has finished. */
export function commitBeforeHandling(): Behind {
  return handling((handler) => async (batch, context) => {
    handler(batch, context).catch(() => undefined);
  });
}

/** Handles the messages of a batch backwards once it is redelivered. */
export function redeliveryBackwards(): Behind {
  return handling((handler) => (batch, context) => {
    const { messages } = batch;
    const ordered = context.attempt > 1 ? messages.toReversed() : messages;
    return handler({ ...batch, messages: ordered }, context);
  });
}

/** Delivers messages without the version of their schema. */
export function withoutSchemaVersions(): Behind {
  return handling((handler) => (batch, context) => {
    const messages = batch.messages.map((message) => {
      const headers = Object.entries(message.headers).filter(
        ([name]) => name !== 'ce_schemaversion',
      );
      return { ...message, headers: Object.fromEntries(headers) };
    });
    return handler({ ...batch, messages }, context);
  });
}

/** Gives a batch up when its handler has failed. */
export function withoutRedelivery(): Behind {
  return handling((handler) => async (batch, context) => {
    await handler(batch, context).catch(() => undefined);
  });
}

/** Acknowledges every tenth publish without keeping its messages. */
export function droppingPublishes(): Behind {
  let calls = 0;
  return bus((inner) => ({
    ...inner,
    publish: async (topic, messages) => {
      calls += 1;
      if (calls % 10 !== 0) await inner.publish(topic, messages);
    },
  }));
}

/** Puts a set in place whatever was put there while its worker slept. */
export function withoutCacheFence(): Behind {
  return {
    cache: (inner): EntityCache => ({
      beginRefresh: (kind) => inner.beginRefresh(kind),
      replaceAll: async (kind, entities, options) =>
        inner.replaceAll(kind, entities, { ...options, ticket: await inner.beginRefresh(kind) }),
      remove: (kind) => inner.remove(kind),
      sample: (kind, count) => inner.sample(kind, count),
      get: (kind, id) => inner.get(kind, id),
      size: (kind) => inner.size(kind),
      stats: () => inner.stats(),
      kindStats: (kind) => inner.kindStats(kind),
      isConnected: () => inner.isConnected(),
      close: () => inner.close(),
    }),
  };
}

function handling(broken: (handler: BatchHandler) => BatchHandler): Behind {
  return bus((inner) => ({
    ...inner,
    subscribe: (options, handler) => inner.subscribe(options, broken(handler)),
  }));
}

function bus(broken: (inner: EventBus) => EventBus): Behind {
  return {
    bus: (inner) =>
      broken({
        capabilities: inner.capabilities,
        admin: inner.admin,
        publish: (topic, messages) => inner.publish(topic, messages),
        subscribe: (options, handler) => inner.subscribe(options, handler),
        close: (options) => inner.close(options),
      }),
  };
}
