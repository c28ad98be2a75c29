import { partitionForKey } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import type { PreparedMessage } from './prepare-message.js';

/** A message that is published. */
export interface PublishedMessage {
  readonly topic: string;
  /** Null if the message has no key, because the transport chooses then. */
  readonly partition: number | null;
  readonly key: string | null;
  /** The id of its event; null for a raw message. */
  readonly id: string | null;
}

/** Publishes messages, and tells where they are. Rejects with a PortError. */
export async function publishPrepared(
  runtime: Pick<Runtime, 'bus'>,
  topic: string,
  prepared: readonly PreparedMessage[],
): Promise<readonly PublishedMessage[]> {
  const bus = runtime.bus();
  await bus.publish(
    topic,
    prepared.map(({ message }) => message),
  );
  const [described] = await bus.admin.describeTopics([topic]);
  return prepared.map(({ id, message: { key } }) => {
    const isKnown = key !== null && described !== undefined;
    const partition = isKnown ? partitionForKey(Buffer.from(key), described.partitions) : null;
    return { topic, partition, key, id };
  });
}
