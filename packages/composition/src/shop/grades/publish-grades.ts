import { runOutbox } from '../../roles/index.js';
import { surveyOutbox } from '../../operations/index.js';
import { waitUntil } from '../../runtime/index.js';
import { isOneProcess } from '../../settings/index.js';
import { prepareTopics } from '../../topics/index.js';
import type { ShopRuntime } from '../create-shop.js';

/** Whether grade changes have a queue to go to that other processes share. */
export function hasSharedQueue({ settings }: ShopRuntime): boolean {
  return settings.queueType !== 'direct' && !isOneProcess(settings);
}

/**
 * Publishes what the outbox holds now, and resolves with whether all of it is published. Gives up after `deadlineMs`
 * (default 30,000 ms), or if the signal aborts: another relay publishes the rest. Rejects with the relay's error.
 */
export async function drainOutbox(
  shop: ShopRuntime,
  { signal, deadlineMs = 30_000 }: { readonly signal: AbortSignal; readonly deadlineMs?: number },
): Promise<boolean> {
  const stopping = new AbortController();
  await prepareTopics(shop);
  const relaying = runOutbox(shop, { signal: stopping.signal });
  const isDrained = async (): Promise<boolean> => (await surveyOutbox(shop)).behind === 0;
  try {
    const drained = waitUntil(isDrained, { clock: shop.clock, pollMs: 100, deadlineMs, signal });
    return await Promise.race([drained, relaying.then(() => false)]);
  } finally {
    stopping.abort();
    await relaying;
  }
}
