import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createApp,
  discardDeadLetters,
  lettersMatching,
  replayDeadLetters,
  type App,
} from '@foldmart/composition';
import {
  defineDomain,
  persistEvents,
  type DeadLetter,
  type DeliveredMessage,
  type NewDeadLetter,
} from '@foldmart/core';
import * as z from 'zod';

const lent = {
  type: 'lent',
  version: 1,
  schema: z.object({ id: z.string(), reader: z.string() }),
  topic: 'loans',
  startsStream: true,
  streamId: ({ id }: { readonly id: string }) => `loan-${id}`,
  identity: ({ id }: { readonly id: string }) => id,
};

// #region parking
const loans = defineDomain({
  name: 'loans',
  events: [lent],
  consumers: [{ type: 'loan', topic: 'loans', group: 'loans_group', parking: 'skip-message' }],
});
// #endregion

const keeping = defineDomain({ name: 'loans', events: [lent] });
const nothing = { appended: 0, duplicates: 0, published: 0, failed: [], left: 0 };

let app: App;
beforeEach(async () => {
  app = await createApp(keeping);
});
afterEach(() => app.close());

it('a consumer says what a parked message does to its key', () => {
  expect(loans.consumers).toMatchObject([{ group: 'loans_group', parking: 'skip-message' }]);
});

describe('dead letters of a consumer', () => {
  it('are replayed with what waits behind them, in the order of their keys', async () => {
    await deliver('ann', 'bob!', 'ann!', 'bob', 'ann', 'ann');
    await mend(1, 'bob');
    await mend(2, 'ann');

    // #region replay
    const { deadLetters } = await app.database();
    const waiting = await deadLetters.list({ status: 'waiting', group: 'loans_group' });
    const replay = await replayDeadLetters(app, { letters: waiting, by: 'night job' });
    // #endregion

    expect(replay).toEqual({ ...nothing, appended: 5 });
    expect(await logged('ann')).toEqual(['0', '2', '4', '5']);
    expect(await logged('bob')).toEqual(['1', '3']);
    expect(await deadLetters.heldKeys()).toEqual([]);
  });

  it('stay if they fail, and what is behind them too, while other keys are replayed', async () => {
    await deliver('ann!', 'ann', 'ann', 'bob!', 'bob');
    await mend(3, 'bob');
    const replay = await replayDeadLetters(app, { letters: await waiting(), by: 'ann' });
    expect(replay).toMatchObject({ appended: 2, left: 2, failed: [{ reason: 'malformed' }] });
    expect(await logged('ann')).toEqual([]);
    expect(await logged('bob')).toEqual(['3', '4']);
  });

  it('are left if the letter before them was not chosen', async () => {
    await deliver('ann!', 'ann');
    await mend(0, 'ann');
    const letters = (await waiting()).slice(1);
    expect(await replayDeadLetters(app, { letters, by: 'ann' })).toEqual({ ...nothing, left: 1 });
  });

  it('are not changed by a dry run', async () => {
    await deliver('ann!', 'ann');
    await mend(0, 'ann');
    const before = await waiting();
    const replay = await replayDeadLetters(app, { letters: before, by: 'ann', dryRun: true });
    expect(replay).toEqual({ ...nothing, appended: 2 });
    expect(await waiting()).toEqual(before);
    expect(await logged('ann')).toEqual([]);
  });

  it('are followed by what waits behind them if they are discarded', async () => {
    await deliver('ann!', 'ann', 'bob!', 'ann', 'ann!', 'ann');
    const letters = (await waiting()).filter(({ source }) => source.offset === '0');
    const { discarded, followed } = await discardDeadLetters(app, { letters, by: 'ann' });
    expect(discarded).toBe(1);
    expect(followed).toMatchObject({ appended: 2, left: 0, failed: [{ reason: 'malformed' }] });
    expect(await logged('ann')).toEqual(['1', '3']);
    const { deadLetters } = await app.database();
    expect(await deadLetters.heldKeys()).toMatchObject([{ waiting: 1 }, { waiting: 2 }]);
  });

  it('are all discarded, page by page', async () => {
    await deliver(...Array.from({ length: 450 }, () => 'ann!'));
    const { deadLetters } = await app.database();
    const letters = lettersMatching(deadLetters, { status: 'waiting' });
    const report = await discardDeadLetters(app, { letters, by: 'ann', note: 'test data' });
    expect(report).toEqual({ discarded: 450, followed: nothing });
    expect(await deadLetters.count({ status: 'discarded' })).toBe(450);
    expect(await deadLetters.heldKeys()).toEqual([]);
  });
});

it('dead letters of a group with a handler of its own are published again, and marked', async () => {
  const { deadLetters } = await app.database();
  const bus = app.bus();
  await bus.admin.createTopics([{ ...topic, name: 'notices' }]);
  const received: DeliveredMessage[] = [];
  const options = { topic: 'notices', group: 'printer', member: 'one' };
  const subscription = await bus.subscribe(options, async ({ messages }) => {
    received.push(...messages);
  });
  const { source } = messageAt('ann', 7);
  const headers = { ce_id: 'notice-7' };
  const letter = { reason: 'invalid', detail: '', attempts: 1 } as const;
  const parked: NewDeadLetter = {
    ...letter,
    source: { ...source, topic: 'notices', group: 'printer', headers },
  };
  await deadLetters.park([parked]);
  const request = { letters: await waiting(), by: 'ann' };
  expect(await replayDeadLetters(app, request)).toEqual({ ...nothing, published: 1 });
  await expect
    .poll(() => received)
    .toMatchObject([{ key: source.key, value: source.value, headers }]);
  expect(await deadLetters.count({ status: 'replayed' })).toBe(1);
  await subscription.close();
});

const topic = {
  partitions: 1,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  compression: 'none',
  retentionMs: 86_400_000,
} as const;

/** Delivers messages of these keys, from offset 0; one with `!` is broken. */
async function deliver(...tokens: readonly string[]): Promise<void> {
  const { events: store } = await app.database();
  const handler = persistEvents({ store, codec: app.codec }, { group: 'loans_group' });
  const messages = tokens.map((token, offset) => messageAt(token, offset).message);
  const position = { from: '0', next: String(tokens.length), topicId: null };
  const context = { attempt: 1, signal: new AbortController().signal };
  await handler({ topic: 'loans', partition: 0, position, messages }, context);
}

function messageAt(token: string, offset: number) {
  const encoder = new TextEncoder();
  const reader = token.replace('!', '');
  const message = {
    topic: 'loans',
    partition: 0,
    offset: String(offset),
    key: encoder.encode(reader),
    value: token.endsWith('!') ? encoder.encode('broken') : bodyOf(reader, offset),
    headers: {},
    timestampMs: 0,
  };
  return { message, source: { ...message, group: 'loans_group' } };
}

function bodyOf(reader: string, offset: number): Uint8Array {
  const body = { event_type: 'lent', data: { id: String(offset), reader } };
  return new TextEncoder().encode(JSON.stringify(body));
}

async function mend(offset: number, reader: string): Promise<void> {
  const { deadLetters } = await app.database();
  const letter = (await waiting()).find(({ source }) => source.offset === String(offset));
  const contents = { value: bodyOf(reader, offset), headers: {} };
  await deadLetters.edit(letter?.id ?? '', contents, 'ann');
}

async function waiting(): Promise<readonly DeadLetter[]> {
  const { deadLetters } = await app.database();
  return deadLetters.list({ status: 'waiting' });
}

async function logged(reader: string): Promise<readonly string[]> {
  const { events: store } = await app.database();
  const { events } = await store.readAll({ limit: 1_000 });
  return events.flatMap(({ data }) => (data['reader'] === reader ? [String(data['id'])] : []));
}
