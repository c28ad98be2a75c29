import { consumersOf, prepareTopics, runConsumers, waitUntil } from '@foldmart/composition';
import {
  busSink,
  checkAnswers,
  createShop,
  dataSource,
  isAsAnswered,
  loadShopSettings,
  runScenario,
  seedShop,
  type AnswerCheck,
  type ScenarioSink,
  type Shop,
} from '@foldmart/composition/shop';
import { silentLogger, toIngestItem } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import {
  readScenario,
  scenarioMessages,
  scenarioSource,
  type AnswerKey,
  type ScenarioMessage,
  type ScenarioRecipe,
} from '@foldmart/generator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const settings = loadShopSettings({ environment: {}, envFile: null });

const scenario = readScenario({
  name: 'test',
  lifeCycle: true,
  catalogue: { users: 30, products: 20 },
  // Long enough for orders to be overtaken by their own next status.
  delaySeconds: { outOfOrder: { min: 20, max: 90 } },
  stages: [
    {
      name: 'dirt',
      count: 300,
      rate: 2,
      mix: { orders: 9, users: 2, products: 1 },
      faults: { invalid: 0.03, late: 0.05, lost: 0.05, duplicated: 0.1, outOfOrder: 0.1 },
    },
  ],
});

let shop: Shop;
beforeEach(async () => {
  shop = await createShop(settings, { logger: silentLogger });
});
afterEach(() => shop.close());

function recipe(seed = 'test'): ScenarioRecipe {
  return { ...dataSource(settings, seed), scenario, startMs: Date.UTC(2026, 0, 1) };
}

/** What goes to the queue of each message; by default every message goes as it is. */
type Change = (message: ScenarioMessage) => readonly ScenarioMessage[];

/** Sends a scenario through the queue into the store. */
async function flow(source = recipe(), change: Change = (message) => [message]) {
  await prepareTopics(shop);
  const { clock, random } = shop;
  const { signal } = new AbortController();
  const queue = busSink(shop, { clock, random, signal });
  const sink: ScenarioSink = { write: (messages) => queue.write(messages.flatMap(change)) };
  const consumers = await runConsumers(shop, consumersOf(shop.domain.consumers));
  const report = await runScenario({
    recipe: source,
    sink,
    clock,
    speed: 'max',
    isKeyed: true,
    signal,
  });
  const isConsumed = async () => (await consumers.lag()) === 0;
  await waitUntil(isConsumed, { clock, pollMs: 5, deadlineMs: 30_000, signal });
  await consumers.close();
  return { key: report.answerKey!, counts: consumers.counts() };
}

function kindsIn({ differences }: AnswerCheck): readonly string[] {
  return differences.map(({ kind }) => kind).toSorted();
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

describe('a store', () => {
  it.each(['one', 'two', 'three'])('holds what the answer key of seed %s says', async (seed) => {
    const { key, counts } = await flow(recipe(seed));
    const found = await checkAnswers(shop, key);
    expect(found.differences).toStrictEqual([]);
    expect(isAsAnswered(found)).toBe(true);
    const { expected } = found;
    expect(found.found).toStrictEqual({
      rows: expected.rows,
      events: total(expected.events),
      deadLetters: expected.deadLetters,
      duplicates: expected.duplicates,
    });
    expect(counts).toMatchObject({
      received: key.sent.messages,
      appended: total(expected.events),
      duplicates: expected.duplicates,
    });
    // Every kind of fault has left a trace.
    expect(Object.keys(key.faults)).toHaveLength(5);
    expect(expected.deadLetters['conflict']).toBeGreaterThan(0);
    expect(key.lost.length).toBeGreaterThan(0);
  });

  it('may hold rows of others, such as a catalogue', async () => {
    await seedShop(shop, { users: 30, products: 20, seed: 'test' });
    const { key } = await flow();
    const found = await checkAnswers(shop, key);
    expect(isAsAnswered(found)).toBe(true);
    expect(found.others).toStrictEqual({ rows: 50, deadLetters: 0 });
  });
});

describe('a difference is found', () => {
  const isPlain = ({ fault, event, isLast }: ScenarioMessage): boolean =>
    fault === undefined && event.type === 'product_created' && isLast;

  it('if a message does not arrive', async () => {
    let dropped: ScenarioMessage | undefined;
    const { key } = await flow(recipe(), (message) => {
      if (dropped !== undefined || !isPlain(message)) return [message];
      dropped = message;
      return [];
    });
    const found = await checkAnswers(shop, key);
    const row = `products/${String(dropped!.event.data['product_id'])}`;
    expect(found.differences).toStrictEqual([
      { kind: 'missing event', what: dropped!.event.id, detail: 'it must be in the log' },
      { kind: 'missing row', what: row, detail: 'the store has no such row' },
    ]);
    expect(found.found.duplicates).toBeNull();
  });

  it('if a body is changed on the way', async () => {
    let changed: ScenarioMessage | undefined;
    const { key } = await flow(recipe(), (message) => {
      if (changed !== undefined || !isPlain(message)) return [message];
      changed = message;
      const data = { ...message.event.data, stock: 12_345 };
      const value = JSON.stringify({ event_type: message.event.type, data });
      return [{ ...message, message: { ...message.message, value } }];
    });
    const found = await checkAnswers(shop, key);
    const { product_id, stock } = changed!.event.data;
    expect(found.differences).toStrictEqual([
      {
        kind: 'different row',
        what: `products/${String(product_id)}`,
        detail: `stock is 12345 instead of ${String(stock)}`,
      },
    ]);
  });

  it('if a message is broken on the way', async () => {
    let broken: ScenarioMessage | undefined;
    const { key } = await flow(recipe(), (message) => {
      if (broken !== undefined || !isPlain(message)) return [message];
      broken = message;
      return [{ ...message, message: { ...message.message, value: '{' } }];
    });
    const found = await checkAnswers(shop, key);
    expect(kindsIn(found)).toStrictEqual([
      'missing event',
      'missing row',
      'unexpected dead letter',
    ]);
  });

  it('if a lost message comes after all', async () => {
    const source = recipe();
    const { key } = await flow(source);
    const lost = new Set(key.lost);
    const event = [...scenarioMessages(scenarioSource(source))]
      .map((message) => message.event)
      .find(({ id, type }) => lost.has(id) && type === 'user_created')!;
    const { events: store } = await shop.database();
    await store.ingest({ items: [toIngestItem(shopRegistry, event)] });
    const found = await checkAnswers(shop, key);
    expect(kindsIn(found)).toStrictEqual(['unexpected event', 'unexpected row']);
  });

  it('and all are counted, if there are more than are asked for', async () => {
    let dropped = 0;
    const { key } = await flow(recipe(), (message) => {
      if (dropped >= 5 || !isPlain(message)) return [message];
      dropped += 1;
      return [];
    });
    const found = await checkAnswers(shop, key, { maxDifferences: 3 });
    expect([found.differenceCount, found.differences.length]).toStrictEqual([10, 3]);
  });
});

describe('an answer key is refused', () => {
  async function keyOf(): Promise<AnswerKey> {
    const { signal } = new AbortController();
    const sink: ScenarioSink = { write: () => Promise.resolve() };
    const { clock } = shop;
    const run = { recipe: recipe(), sink, clock, speed: 'max', isKeyed: true, signal } as const;
    return (await runScenario(run)).answerKey!;
  }

  it('if its last messages were not confirmed', async () => {
    const key = { ...(await keyOf()), isExact: false };
    await expect(checkAnswers(shop, key)).rejects.toThrow(
      'before its last messages were confirmed',
    );
  });

  it('if its recipe generates something else', async () => {
    const key = await keyOf();
    const edited = { ...key, recipe: { ...key.recipe, seed: 'another' } };
    await expect(checkAnswers(shop, edited)).rejects.toThrow('does not belong to the messages');
  });
});
