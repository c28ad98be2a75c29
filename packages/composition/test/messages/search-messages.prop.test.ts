import { searchMessages } from '@foldmart/composition';
import type { DeliveredMessage, EventBusAdmin } from '@foldmart/core';
import { fc, it } from '@fast-check/vitest';
import { expect } from 'vitest';

interface Kept {
  readonly partitions: readonly (readonly DeliveredMessage[])[];
}

/** Partitions whose messages have ascending offsets with gaps, and keys `a` to `c`. */
const topics = fc
  .array(
    fc.array(fc.record({ gap: fc.nat(3), key: fc.constantFrom('a', 'b', 'c') }), { maxLength: 40 }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((parts): Kept => ({
    partitions: parts.map((part, partition) => messagesOf(partition, part)),
  }));

function messagesOf(
  partition: number,
  part: readonly { readonly gap: number; readonly key: string }[],
): readonly DeliveredMessage[] {
  let offset = 0;
  return part.map(({ gap, key }) => {
    offset += gap + 1;
    return {
      topic: 't',
      partition,
      offset: String(offset),
      key: Buffer.from(key),
      value: Buffer.from(JSON.stringify({ key })),
      headers: {},
      timestampMs: offset * 1_000 + partition,
    };
  });
}

const searches = fc.record({
  limit: fc.integer({ min: 1, max: 7 }),
  mostRead: fc.integer({ min: 1, max: 30 }),
  key: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
  text: fc.option(fc.constantFrom('"B"', 'none'), { nil: undefined }),
  sinceMs: fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
  untilMs: fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }),
});

it.prop([topics, searches])(
  'a search that is continued finds every message that matches, and no other',
  async ({ partitions }, search) => {
    const { key, text, sinceMs, untilMs, limit, mostRead } = search;
    const given = Object.fromEntries(
      Object.entries(search).filter(([, value]) => value !== undefined),
    ) as { limit: number; mostRead: number };
    const found = new Map<string, DeliveredMessage>();
    let before: ReadonlyMap<number, string> | undefined;
    do {
      const part = await searchMessages(adminOf(partitions), {
        topic: 't',
        ...given,
        ...(before === undefined ? {} : { before }),
      });
      expect(part.messages.length).toBeLessThanOrEqual(limit);
      const most = key === undefined && text === undefined ? limit * partitions.length : mostRead;
      expect(part.read).toBeLessThanOrEqual(Math.max(most, partitions.length));
      const times = part.messages.map(({ timestampMs }) => timestampMs);
      expect(times).toEqual([...times].sort((one, other) => other - one));
      for (const each of part.messages) found.set(placeOf(each), each);
      before = part.next;
    } while (before !== undefined);
    const wanted = partitions
      .flat()
      .filter(
        (each) =>
          (key === undefined || String(each.key) === key) &&
          (text === undefined || String(each.value).toLowerCase().includes(text.toLowerCase())) &&
          each.timestampMs >= (sinceMs ?? 0) &&
          each.timestampMs <= (untilMs ?? Infinity),
      );
    expect([...found.keys()].sort()).toEqual(wanted.map(placeOf).sort());
  },
);

function placeOf({ partition, offset }: DeliveredMessage): string {
  return `${String(partition)}@${offset}`;
}

function adminOf(
  partitions: readonly (readonly DeliveredMessage[])[],
): Pick<EventBusAdmin, 'findOffsets' | 'read'> {
  const endOf = (messages: readonly DeliveredMessage[]) => Number(messages.at(-1)?.offset ?? 0) + 1;
  return {
    findOffsets: async (_topic, target) =>
      partitions.map((messages, partition) => {
        if (target.to === 'earliest') return { partition, offset: messages[0]?.offset ?? '1' };
        const { timeMs } = target.to === 'time' ? target : { timeMs: Infinity };
        const first = messages.find(({ timestampMs }) => timestampMs >= timeMs);
        return { partition, offset: first?.offset ?? String(endOf(messages)) };
      }),
    read: async (_topic, { partition, from, limit }) => {
      const all = partitions[partition] ?? [];
      const messages = all.filter(({ offset }) => Number(offset) >= Number(from)).slice(0, limit);
      const end = String(endOf(all));
      const last = messages.at(-1);
      const next = last === undefined ? end : String(Number(last.offset) + 1);
      return { messages, next, end };
    },
  };
}
