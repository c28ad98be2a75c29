import type { DeliveredMessage, EventBusAdmin, WireCodec } from '@foldmart/core';
import { isWanted, type MessageFilter } from './message-filter.js';
import { prepareViews, viewOf } from './message-view.js';

const pageMessages = 200;

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
  /** Reads the bodies of topics with a schema registry. Default: bodies are searched as they are. */
  readonly codec?: WireCodec;
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
  const parts = await Promise.all(ranges.map((range) => searchRange(admin, search, range)));
  const wanted = parts.flatMap(({ messages }) => messages).sort(newestFirst);
  const shown = wanted.slice(0, search.limit);
  return {
    messages: shown,
    read: parts.reduce((sum, { read }) => sum + read, 0),
    next: continuation(parts, wanted.slice(search.limit)),
  };
}

async function rangesOf(
  admin: Pick<EventBusAdmin, 'findOffsets'>,
  search: MessageSearch,
): Promise<readonly Range[]> {
  const { topic, partition, sinceMs, untilMs, before, mostRead, limit } = search;
  const [lows, highs] = await Promise.all([
    admin.findOffsets(topic, sinceMs === undefined ? earliest : { to: 'time', timeMs: sinceMs }),
    admin.findOffsets(topic, untilMs === undefined ? latest : { to: 'time', timeMs: untilMs + 1 }),
  ]);
  const chosen = highs.filter(
    (each) =>
      (partition === undefined || each.partition === partition) &&
      (before === undefined || before.has(each.partition)),
  );
  // Without a condition, each partition has enough messages in the last ones.
  const share = hasCondition(search) ? Math.max(1, Math.floor(mostRead / chosen.length)) : limit;
  return chosen.map(({ partition: each, offset }) => {
    const low = BigInt(lows.find((one) => one.partition === each)?.offset ?? 0);
    const to = BigInt(before?.get(each) ?? offset);
    return { partition: each, low, from: larger(to - BigInt(share), low), to };
  });
}

function hasCondition({ key, where = [], text }: MessageSearch): boolean {
  return key !== undefined || where.length > 0 || text !== undefined;
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

const earliest = { to: 'earliest' } as const;
const latest = { to: 'latest' } as const;

/** A range that was searched. */
interface SearchedRange {
  readonly range: Range;
  /** The last messages that were found. */
  readonly messages: readonly DeliveredMessage[];
  readonly read: number;
  /** What is before this offset is still to be searched. */
  readonly rest: bigint;
}

/** Keeps no more messages than can be shown. */
async function searchRange(
  admin: Pick<EventBusAdmin, 'read'>,
  search: MessageSearch,
  range: Range,
): Promise<SearchedRange> {
  const { topic, limit, codec, signal } = search;
  const { partition, from, to } = range;
  const found: DeliveredMessage[] = [];
  let [read, rest] = [0, from];
  for (let at = from; at < to && signal?.aborted !== true;) {
    const size = Math.min(pageMessages, Number(to - at));
    const { messages, next } = await admin.read(topic, {
      partition,
      from: String(at),
      limit: size,
    });
    const inRange = messages.filter(({ offset }) => BigInt(offset) < to);
    read += inRange.length;
    if (codec !== undefined) await prepareViews(codec, inRange);
    found.push(...inRange.filter((message) => isWanted(viewOf(message, codec), search)));
    const dropped = found.splice(0, Math.max(0, found.length - limit)).at(-1);
    if (dropped !== undefined) rest = BigInt(dropped.offset) + 1n;
    if (BigInt(next) <= at) break;
    at = BigInt(next);
  }
  return { range, messages: found, read, rest };
}

/** What was found and not shown is read again. */
function continuation(
  parts: readonly SearchedRange[],
  left: readonly DeliveredMessage[],
): ReadonlyMap<number, string> | undefined {
  const next = new Map<number, string>();
  for (const { range, rest } of parts) {
    const to = left
      .filter(({ partition }) => partition === range.partition)
      .map(({ offset }) => BigInt(offset) + 1n)
      .reduce(larger, rest);
    if (to > range.low) next.set(range.partition, String(to));
  }
  return next.size === 0 ? undefined : next;
}

function newestFirst(one: DeliveredMessage, other: DeliveredMessage): number {
  const later = other.timestampMs - one.timestampMs;
  if (later !== 0) return later;
  if (one.partition !== other.partition) return one.partition - other.partition;
  return BigInt(other.offset) > BigInt(one.offset) ? 1 : -1;
}
