import { prepareEvent, prepareRaw, publishPrepared, type Runtime } from '@foldmart/composition';
import { ValidationError } from '@foldmart/core';
import * as z from 'zod';
import type { ActionLog } from '../actions/action-log.js';
import { recorded } from '../actions/recorded.js';
import { changedBy } from '../routes/changed-by.js';
import type { PublishedView } from '../views/queue-view.js';
import { refusedByService } from '../routes/refused-by-service.js';
import { requireBus } from './require-bus.js';

/** A message to publish. */
export const publishBody = z.object({
  by: changedBy,
  topic: z.string().min(1).max(300),
  /** Default: that of the event. */
  key: z.string().max(4_000).optional(),
  headers: z.record(z.string().min(1).max(300), z.string().max(10_000)).default({}),
  body: z.string().min(1),
  /** Whether to publish the body as it is, without a check against the schema of its event. */
  isRaw: z.boolean(),
});

/** Publishes one message, and records it. Rejects with ValidationError if the body breaks the schema of its event. */
export function publishByHand(
  runtime: Runtime,
  actions: ActionLog,
  { by, topic, key, headers, body, isRaw }: z.output<typeof publishBody>,
): Promise<PublishedView> {
  const change = { by, action: `publish to ${topic}`, detail: placeText };
  return recorded(actions, change, async () => {
    requireBus(runtime);
    const request = {
      topic,
      headers,
      nowMs: runtime.clock.now(),
      nextId: () => runtime.ids.next(),
      ...(key === undefined ? {} : { key }),
    };
    const prepared = isRaw
      ? prepareRaw(body, request)
      : await prepareEvent(runtime.codec, body, request);
    const [published] = await refusedByService(publishPrepared(runtime, topic, [prepared]));
    if (published === undefined) throw new ValidationError('There is no message.');
    return published;
  });
}

function placeText({ partition, key, id }: PublishedView): string {
  const parts = [
    ...(partition === null ? [] : [`partition ${String(partition)}`]),
    ...(key === null ? [] : [`key ${key}`]),
    ...(id === null ? [] : [`event ${id}`]),
  ];
  return parts.join(', ');
}
