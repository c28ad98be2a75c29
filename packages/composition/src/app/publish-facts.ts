import {
  createBusPublisher,
  createDirectPublisher,
  identityIdOf,
  requireDefinition,
  toEnvelope,
  type EventEnvelope,
  type PublishEvents,
} from '@foldmart/core';
import type { Runtime } from '../runtime/index.js';
import { prepareTopics } from '../topics/index.js';
import type { Fact } from './app.js';

/** Publishes events as the settings say: to the queue, or in direct mode to the log. */
export async function openPublisher(runtime: Runtime): Promise<PublishEvents> {
  const { codec, registry, settings } = runtime;
  if (settings.queueType !== 'direct') return createBusPublisher({ bus: runtime.bus(), codec });
  const { events: store } = await runtime.database();
  return createDirectPublisher({ store, registry });
}

/** Creates `publish` of an application; its topics are created before the first call. */
export function createFactPublisher(runtime: Runtime): (facts: readonly Fact[]) => Promise<void> {
  let prepared: Promise<unknown> | undefined;
  return async (facts) => {
    const envelopes = facts.map((fact) => envelopeOf(runtime, fact));
    if (runtime.settings.queueType !== 'direct') {
      prepared ??= prepareTopics(runtime);
      await prepared.catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
    }
    const publish = await openPublisher(runtime);
    await publish(envelopes);
  };
}

function envelopeOf({ registry, clock, ids }: Runtime, fact: Fact): EventEnvelope {
  const { type, data, id, streamId, correlationId } = fact;
  const definition = requireDefinition(registry, type);
  return toEnvelope(registry, fact, {
    id: id ?? identityIdOf(definition, data) ?? ids.next(),
    time: new Date(clock.now()).toISOString(),
    origin: 'producer',
    ...(streamId === undefined ? {} : { streamId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  });
}
