import {
  PortError,
  type IngestBatch,
  type IngestReport,
  type MessageSource,
  type NewDeadLetter,
  type ParkingPolicy,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { ingestByParts, type SourcedItem } from '../../src/messaging/ingest-by-parts.js';

const consumed = { group: 'g', topic: 't', topicId: null, partition: 0, from: '0', next: '9' };

function sourceAt(offset: number, key: string): MessageSource {
  const place = { group: 'g', topic: 't', partition: 0, offset: String(offset) };
  return { ...place, key: new TextEncoder().encode(key), value: null, headers: {} };
}

/** The item at an offset; its event is called `<key><offset>`. */
function item(offset: number, key: string): SourcedItem {
  const body = { type: 'lent', schemaVersion: 1, time: '', origin: 'bus:t', data: {} };
  const event = { ...body, id: `${key}${String(offset)}` };
  return { event, streamId: key, startsStream: false, source: sourceAt(offset, key) };
}

function letterAt(offset: number, key: string): NewDeadLetter {
  return { source: sourceAt(offset, key), reason: 'malformed', detail: 'no', attempts: 3 };
}

/** A store that rejects calls with some events, and answers that it appended all others. */
function storeRejecting(bad: readonly string[]) {
  const calls: string[] = [];
  const ingest = async (batch: IngestBatch): Promise<IngestReport> => {
    const ids = batch.items.map(({ event }) => event.id);
    const letters = batch.deadLetters?.map(({ source, reason }) => `${source.offset} ${reason}`);
    const parts = [ids.join(' '), letters?.join(', '), batch.consumed?.next];
    calls.push(parts.filter((part) => part !== undefined && part !== '').join(' | '));
    const failing = ids.find((id) => bad.includes(id));
    if (failing === undefined) return { outcomes: ids.map(() => 'appended') };
    const at = { port: 'event-store', operation: 'ingest', reason: 'rejected' } as const;
    throw new PortError({
      ...at,
      message: `it is the ${bad.indexOf(failing) === 0 ? 'one' : 'other'}`,
    });
  };
  return { calls, store: { ingest } };
}

function batchOf(
  items: readonly SourcedItem[],
  deadLetters: readonly NewDeadLetter[] = [],
  parking: ParkingPolicy = 'park-key',
) {
  return { items, deadLetters, consumed, parking, attempt: 3 };
}

describe('a batch', () => {
  it('is recorded in one call with its letters and its position', async () => {
    const { calls, store } = storeRejecting([]);
    const batch = batchOf([item(0, 'a'), item(1, 'b')], [letterAt(2, 'c')]);
    expect(await ingestByParts(store, batch)).toMatchObject({ outcomes: ['appended', 'appended'] });
    expect(calls).toEqual(['a0 b1 | 2 malformed | 9']);
  });

  it('without an event is recorded in one call, too', async () => {
    const { calls, store } = storeRejecting([]);
    expect(await ingestByParts(store, batchOf([], [letterAt(2, 'c')]))).toMatchObject({
      outcomes: [],
    });
    expect(calls).toEqual(['2 malformed | 9']);
  });
});

describe('a batch with a message that the store rejects', () => {
  it('is recorded in halves without it, and what is behind it comes with its letter at the end', async () => {
    const { calls, store } = storeRejecting(['a1']);
    const items = [item(0, 'a'), item(1, 'a'), item(2, 'b'), item(3, 'a')];
    const { outcomes } = await ingestByParts(store, batchOf(items));
    expect(outcomes).toEqual(['appended', 'refused', 'appended', 'appended']);
    expect(calls).toEqual(['a0 a1 b2 a3 | 9', 'a0 a1', 'a0', 'a1', 'b2', 'a3 | 1 refused | 9']);
  });

  it('withholds what is behind a message that is no event', async () => {
    const { calls, store } = storeRejecting(['b2']);
    const items = [item(1, 'a'), item(2, 'b')];
    await ingestByParts(store, batchOf(items, [letterAt(0, 'a')]));
    expect(calls.slice(1)).toEqual(['b2', 'a1 | 0 malformed, 2 refused | 9']);
  });

  it('withholds nothing with skip-message', async () => {
    const { calls, store } = storeRejecting(['a1']);
    const items = [item(0, 'a'), item(1, 'a'), item(2, 'a'), item(3, 'a')];
    await ingestByParts(store, batchOf(items, [], 'skip-message'));
    expect(calls.slice(-2)).toEqual(['a2 a3', '1 refused | 9']);
  });

  it('is recorded though something that it withheld is rejected, with the letters before each part', async () => {
    const { calls, store } = storeRejecting(['a0', 'a2']);
    const items = [item(0, 'a'), item(1, 'a'), item(2, 'a'), item(3, 'a')];
    const { outcomes } = await ingestByParts(store, batchOf(items, [letterAt(9, 'z')]));
    expect(outcomes.toSorted()).toEqual(['appended', 'appended', 'refused', 'refused']);
    expect(calls.slice(3)).toEqual([
      'a1 a2 a3 | 9 malformed, 0 refused | 9',
      'a1 a2 a3 | 0 refused',
      'a1 a2 | 0 refused',
      'a1 | 0 refused',
      'a2 | 0 refused',
      'a3 | 0 refused, 2 refused',
      '9 malformed, 0 refused, 2 refused | 9',
    ]);
  });

  it('rejects if the store does not take its letters', async () => {
    const { store } = storeRejecting(['a0']);
    const error = new PortError({
      port: 'event-store',
      operation: 'ingest',
      reason: 'rejected',
      message: 'it takes no letters',
    });
    const ingest: typeof store.ingest = (batch) =>
      batch.items.length === 0 ? Promise.reject(error) : store.ingest(batch);
    await expect(ingestByParts({ ingest }, batchOf([item(0, 'a')]))).rejects.toBe(error);
  });

  it('parks it with the number of its attempts and the id of its event', async () => {
    const { store } = storeRejecting(['a0']);
    const letters: NewDeadLetter[] = [];
    const ingest: typeof store.ingest = (batch) => {
      letters.splice(0, letters.length, ...(batch.deadLetters ?? []));
      return store.ingest(batch);
    };
    await ingestByParts({ ingest }, batchOf([item(0, 'a')]));
    expect(letters).toEqual([
      {
        source: sourceAt(0, 'a'),
        reason: 'refused',
        detail: 'it is the one',
        attempts: 3,
        eventId: 'a0',
      },
    ]);
  });
});
