import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { AppendResult, StreamAppend } from '@foldmart/core';
import { AppendQueue, type AppendCall } from '../src/event-store/appending/append-queue.js';
import { noted } from './support/noted-events.js';

interface Start {
  readonly running: readonly (readonly AppendCall[])[];
  readonly group: readonly AppendCall[];
}

const names: readonly string[] = ['a', 'b', 'c', 'd'];
const streams = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 });
const call = fc.record({ streams, events: fc.integer({ min: 0, max: 3 }) });
const options = fc.record({
  transactions: fc.integer({ min: 1, max: 3 }),
  eventsPerTransaction: fc.integer({ min: 1, max: 6 }),
  fewestEventsToDivide: fc.integer({ min: 1, max: 6 }),
});

test.prop([fc.array(call, { maxLength: 30 }), options, fc.array(fc.nat({ max: 3 }))])(
  'a group names a stream once, streams keep the order of calls, and every call is settled',
  async (calls, limits, pauses) => {
    const running = new Set<readonly AppendCall[]>();
    const starts: Start[] = [];
    const order: number[] = [];
    const queue = new AppendQueue(async (group) => {
      running.add(group);
      starts.push({ running: [...running], group });
      await turns(pauses[starts.length] ?? 0);
      for (const each of group) {
        order.push(numberOf(each));
        each.resolve(each.appends.map(resultOf));
      }
      running.delete(group);
    }, limits);
    const results = calls.map((each, index) => queue.add(appendsOf(each, index)));
    await queue.drained();
    for (const start of starts) {
      expect(start.running.length).toBeLessThanOrEqual(limits.transactions);
      const busy = start.running.flat().flatMap(streamsOf);
      expect(new Set(busy).size).toBe(busy.length);
      const events = start.group.flatMap(eventsOf).length;
      if (start.group.length > 1) expect(events).toBeLessThanOrEqual(limits.eventsPerTransaction);
    }
    expect(order.toSorted((one, other) => one - other)).toEqual([...calls.keys()]);
    for (const stream of names) {
      const own = order.filter((index) => calls[index]?.streams.includes(stream));
      expect(own).toEqual(own.toSorted((one, other) => one - other));
    }
    expect(await Promise.all(results)).toHaveLength(calls.length);
  },
);

test.prop([
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 12 }),
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 40 }),
])(
  'much that waits is divided between two transactions, and little shares one',
  async (sizes, transactions, fewestEventsToDivide) => {
    const groups: number[] = [];
    const queue = new AppendQueue(
      async (group) => {
        groups.push(group.flatMap(eventsOf).length);
        await turns(1);
        for (const { resolve } of group) resolve([]);
      },
      { transactions, eventsPerTransaction: 100, fewestEventsToDivide },
    );
    await Promise.all(
      sizes.map((events, index) =>
        queue.add(appendsOf({ streams: [String(index)], events }, index)),
      ),
    );
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const isDivided = transactions > 1 && all >= fewestEventsToDivide;
    expect(groups).toHaveLength(isDivided ? 2 : 1);
    const [first = 0] = groups;
    if (isDivided) expect(Math.abs(all / 2 - first)).toBeLessThan(3);
  },
);

function appendsOf(
  { streams: named, events }: { readonly streams: readonly string[]; readonly events: number },
  index: number,
): readonly StreamAppend[] {
  const content = Array.from({ length: events }, (_, each) =>
    noted(`${String(index)}-${String(each)}`),
  );
  return named.map((streamId, place) => ({
    streamId,
    expectedVersion: index,
    events: place === 0 ? content : [],
  }));
}

function numberOf({ appends }: AppendCall): number {
  return Number(appends[0]?.expectedVersion);
}

function streamsOf({ appends }: AppendCall): readonly string[] {
  return appends.map(({ streamId }) => streamId);
}

function eventsOf({ appends }: AppendCall): readonly unknown[] {
  return appends.flatMap(({ events }) => events);
}

function resultOf({ streamId }: StreamAppend): AppendResult {
  return { streamId, version: 1, appended: 1, duplicates: 0, position: '1.1.1' };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
