import { randomUUID } from 'node:crypto';
import type { DeliveredMessage, EventBus } from '@foldmart/core';

const PATIENCE_MS = 20_000;

/** Reads a topic from its start, in a group of its own, until `count` messages are delivered. */
export async function readAll(
  bus: EventBus,
  topic: string,
  count: number,
): Promise<DeliveredMessage[]> {
  const messages: DeliveredMessage[] = [];
  let done = (): void => undefined;
  const complete = new Promise<void>((resolve) => {
    done = resolve;
  });
  const group = `reader-${randomUUID()}`;
  const subscription = await bus.subscribe({ topic, group, member: 'reader' }, async (batch) => {
    messages.push(...batch.messages);
    if (messages.length >= count) done();
  });
  await within(PATIENCE_MS, complete, () => `${messages.length} of ${count} messages came`);
  await subscription.close();
  return messages;
}

/** The text of messages' bodies. */
export function bodiesOf(messages: readonly DeliveredMessage[]): (string | null)[] {
  return messages.map(({ value }) => (value === null ? null : Buffer.from(value).toString()));
}

/** Rejects with what was seen if the work is not done in time. */
export async function within<Result>(
  limitMs: number,
  work: Promise<Result>,
  seen: () => string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${limitMs} ms: ${seen()}`)), limitMs);
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
