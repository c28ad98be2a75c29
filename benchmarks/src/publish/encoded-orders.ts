import { createWireCodec, type OutgoingMessage } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { generateOrderEvents } from '../measure/order-messages.js';
import { publishBatchSize } from './publish-config.js';

/** Encoded orders (body, key and headers), in the batches in which they are published. */
export async function encodedOrderBatches(
  count: number,
): Promise<readonly (readonly OutgoingMessage[])[]> {
  const codec = createWireCodec(shopRegistry);
  const messages = (await generateOrderEvents(count, 'publish')).map(
    (event) => codec.encode(event).message,
  );
  return Array.from({ length: Math.ceil(count / publishBatchSize) }, (_, index) =>
    messages.slice(index * publishBatchSize, (index + 1) * publishBatchSize),
  );
}
