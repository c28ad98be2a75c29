import type { DeliveredMessage, EventBusAdmin } from '@foldmart/core';
import { isWanted, type MessageFilter } from './message-filter.js';
import { viewOf } from './message-view.js';

const pageMessages = 500;

/** Which messages of a topic to search for, and how far one search may go. */
export interface MessageSearch extends MessageFilter {
  readonly topic: string;
  /** Default: all partitions. */
  readonly partition?: number;
  /** Only messages of this time or later, in milliseconds since the epoch. */
  readonly sinceMs?: number;
  /** Only messages of this time or earlier. */
  readonly untilMs?: number;
  /** `next` of the search that this one continues. */
  readonly before?: ReadonlyMap<number, string>;
  /** The most messages to find. */
  readonly limit: number;
  /** The most messages to read, over all partitions. */
  readonly mostRead: number;
  readonly signal?: AbortSignal;
}

/** What a search has found. */
export interface FoundMessages {
  /** The newest first. */
  readonly messages: readonly DeliveredMessage[];
  /** How many messages it has read. */
  readonly read: number;
  /** Where to continue, by partition; undefined if everything has been read. */
  readonly next: ReadonlyMap<number, string> | undefined;
}

interface Range {
  readonly partition: number;
  /** The first offset that the search may reach. */
  readonly low: bigint;
  /** The first offset of this part of the search. */
  readonly from: bigint;
  /** The offset after the last one. */
  readonly to: bigint;
}

/**
 * Searches a topic from its end backwards, without a group. It reads at most `mostRead` messages, divided among the
 * partitions, and says where to continue. Rejects with a PortError, with `unknown-topic` if the topic or the partition
 * does not exist.
 */
export async function searchMessages(
  admin: Pick<EventBusAdmin, 'findOffsets' | 'read'>,
  search: MessageSearch,
): Promise<FoundMessages> {
  const ranges = await rangesOf(admin, search);
  const parts = await Promise.all(ranges.map((range) => readRange(admin, search, range)));
  const wanted = parts
    .flatMap(({ messages }) => messages)
    .filter((message) => isWanted(viewOf(message), search))
    .sort(newestFirst);
  return {
    messages: wanted.slice(0, search.limit),
    read: parts.reduce((sum, { read }) => sum + read, 0),
    next: continuation(ranges, wanted.slice(search.limit)),
  };
}

async function rangesOf(
  admin: Pick<EventBusAdmin, 'findOffsets'>,
  { topic, partition, sinceMs, untilMs, before, mostRead }: MessageSearch,
): Promise<readonly Range[]> {
  const [lows, highs] = await Promise.all([
    admin.findOffsets(topic, sinceMs === undefined ? earliest : { to: 'time', timeMs: sinceMs }),
    admin.findOffsets(topic, untilMs === undefined ? latest : { to: 'time', timeMs: untilMs + 1 }),
  ]);
  const chosen = highs.filter(
    (each) =>
      (partition === undefined || each.partition === partition) &&
      (before === undefined || before.has(each.partition)),
  );
  const share = BigInt(Math.max(1, Math.floor(mostRead / Math.max(1, chosen.length))));
  return chosen.map(({ partition: each, offset }) => {
    const low = BigInt(lows.find((one) => one.partition === each)?.offset ?? 0);
    const to = BigInt(before?.get(each) ?? offset);
    return { partition: each, low, from: to - share > low ? to - share : low, to };
  });
}

const earliest = { to: 'earliest' } as const;
const latest = { to: 'latest' } as const;

async function readRange(
  admin: Pick<EventBusAdmin, 'read'>,
  { topic, signal }: MessageSearch,
  { partition, from, to }: Range,
): Promise<{ readonly messages: readonly DeliveredMessage[]; readonly read: number }> {
  const messages: DeliveredMessage[] = [];
  for (let at = from; at < to && signal?.aborted !== true; ) {
    const limit = Math.min(pageMessages, Number(to - at));
    const page = await admin.read(topic, { partition, from: String(at), limit });
    messages.push(...page.messages.filter(({ offset }) => BigInt(offset) < to));
    const next = BigInt(page.next);
    if (next <= at) break;
    at = next;
  }
  return { messages, read: messages.length };
}

/** What was found and not shown is read again. */
function continuation(
  ranges: readonly Range[],
  left: readonly DeliveredMessage[],
): ReadonlyMap<number, string> | undefined {
  const next = new Map<number, string>();
  for (const { partition, low, from } of ranges) {
    const offsets = left
      .filter((message) => message.partition === partition)
      .map(({ offset }) => BigInt(offset) + 1n);
    const to = offsets.reduce((most, each) => (each > most ? each : most), from);
    if (to > low) next.set(partition, String(to));
  }
  return next.size === 0 ? undefined : next;
}

function newestFirst(one: DeliveredMessage, other: DeliveredMessage): number {
  const later = other.timestampMs - one.timestampMs;
  if (later !== 0) return later;
  if (one.partition !== other.partition) return one.partition - other.partition;
  return BigInt(other.offset) > BigInt(one.offset) ? 1 : -1;
}
