import { createWireCodec, type DeliveredMessage, type OutgoingMessage } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { builtInScenarios, longEnoughFor, shopRules } from '@foldmart/generator';
import { describe, expect, it } from 'vitest';
import { chiSquare, hashOf, isAbout, messagesOf, recipeOf, scenarioOf } from '../support.js';

const faults = { invalid: 0.02, late: 0.03, lost: 0.02, duplicated: 0.05, outOfOrder: 0.04 };
const dirty = scenarioOf({
  lifeCycle: true,
  catalogue: { users: 2_000, products: 100 },
  stages: [
    { name: 's', count: 2_000, rate: 20, faults, mix: { orders: 90, users: 6, products: 4 } },
  ],
});
const dirtyMessages = messagesOf(recipeOf(dirty));

function delivered({ key, value, headers = {} }: OutgoingMessage): DeliveredMessage {
  const bytes = (text: OutgoingMessage['value']) => (text === null ? null : Buffer.from(text));
  const place = { topic: 'orders', partition: 0, offset: '0', timestampMs: 0 };
  return { ...place, key: bytes(key), value: bytes(value), headers };
}

describe('the messages of a seed', () => {
  // A program that reads its files must get the same bytes on every machine and in every release of one version.
  it('are the same on every machine', () => {
    const scenario = longEnoughFor(builtInScenarios.get('dirty')!, 500);
    const messages = messagesOf(
      recipeOf({ ...scenario, catalogue: { users: 100, products: 100 } }, { seed: 'demo' }),
    );
    expect(hashOf(messages.slice(0, 500)).slice(0, 16)).toMatchInlineSnapshot(`"1c38a6114fa8506f"`);
  });

  it('differ from those of another seed, start, scenario or rule, without one id in common', () => {
    const scenario = scenarioOf({ stages: [{ name: 's', count: 50, rate: 20 }] });
    const base = recipeOf(scenario);
    const rules = { ...base.rules, orders: { ...base.rules.orders, paymentMethods: { Cash: 1 } } };
    const others = [
      { ...base, seed: 'other' },
      { ...base, startMs: base.startMs + 1 },
      { ...base, scenario: { ...scenario, lifeCycle: true } },
      { ...base, rules },
      { ...base, locale: 'en', rules: shopRules('en') } as const,
    ];
    const idsOf = (recipe = base) => messagesOf(recipe).map(({ event }) => event.id);
    const own = new Set(idsOf());
    expect(hashOf(messagesOf(base))).toBe(hashOf(messagesOf(base)));
    for (const other of others) expect(idsOf(other).some((id) => own.has(id))).toBe(false);
  });
});

describe('the messages of a scenario', () => {
  it('come in the order of sending, and end each stream once', () => {
    const ended = new Set<string>();
    let lastMs = 0;
    for (const { atMs, streamId, isLast } of dirtyMessages) {
      expect(atMs).toBeGreaterThanOrEqual(lastMs);
      expect(ended.has(streamId)).toBe(false);
      lastMs = atMs;
      if (isLast) ended.add(streamId);
    }
    expect(ended.size).toBe(new Set(dirtyMessages.map(({ streamId }) => streamId)).size);
  });

  it('go wrong as often as the scenario says, in one way each', () => {
    const originals = dirtyMessages.filter(({ isCopy }) => !isCopy);
    for (const [fault, share] of Object.entries(faults)) {
      const count = originals.filter((message) => message.fault === fault).length;
      expect([fault, isAbout(count, share, originals.length)]).toStrictEqual([fault, true]);
    }
    const copies = dirtyMessages.filter(({ isCopy }) => isCopy);
    const repeated = originals.filter(({ fault }) => fault === 'duplicated');
    expect(copies.map(({ event }) => event.id).toSorted()).toStrictEqual(
      repeated.map(({ event }) => event.id).toSorted(),
    );
    const bodies = new Map(repeated.map(({ event, message }) => [event.id, message]));
    for (const { event, message } of copies) expect(message).toStrictEqual(bodies.get(event.id));
  });

  it('are read by consumers as the scenario says', () => {
    const codec = createWireCodec(shopRegistry);
    const reasons = new Map<string, number>();
    for (const { message, reason, event } of dirtyMessages) {
      const decoded = codec.decode(delivered(message));
      expect(decoded.ok ? undefined : decoded.reason).toBe(reason);
      if (decoded.ok) expect(decoded.event).toMatchObject({ id: event.id, data: event.data });
      if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    expect([...reasons.keys()].toSorted()).toStrictEqual([
      'empty',
      'invalid',
      'malformed',
      'unknown-type',
    ]);
  });

  it('spoil a key once', () => {
    const spoiled = dirtyMessages.filter(({ reason }) => reason !== undefined);
    const keys = spoiled.map(({ topic, message }) => `${topic}/${message.key}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are held back as long as the scenario says', () => {
    const delays = { late: [300, 3_600], outOfOrder: [1, 30], duplicated: [1, 60] } as const;
    const endMs = dirtyMessages.at(-1)!.atMs;
    for (const { fault, isCopy, event, atMs } of dirtyMessages) {
      const delayMs = Date.UTC(2026, 0, 1) + atMs - Date.parse(event.time);
      const isDelayed = fault === 'late' || fault === 'outOfOrder' || isCopy;
      if (!isDelayed) expect(delayMs).toBe(0);
      else if (atMs < endMs) {
        const [least, most] = delays[fault as keyof typeof delays];
        expect(delayMs).toBeGreaterThanOrEqual(least * 1_000);
        expect(delayMs).toBeLessThanOrEqual(most * 1_000);
      }
    }
  });

  it('order hot products more often', () => {
    const popularity = { products: { distribution: 'zipf', exponent: 1.3 } } as const;
    const messages = messagesOf(
      recipeOf(scenarioOf({ stages: [{ name: 's', count: 3_000, rate: 20, popularity }] })),
    );
    const counts = new Map<unknown, number>();
    for (const { event } of messages) {
      const { product_id: id } = event.data;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const most = [...counts.values()].toSorted((one, other) => other - one).slice(0, 5);
    const shares = [1, 2, 3, 4, 5].map((rank) => 1 / rank ** 1.3);
    expect(chiSquare(most, shares)).toBeLessThan(25);
  });
});

describe('the life of orders', () => {
  const { lifeCycle } = shopRules('ko').orders;
  const all = messagesOf(
    recipeOf(
      scenarioOf({
        lifeCycle: true,
        stages: [
          { name: 'orders', count: 4_000, rate: 100 },
          // Long enough for every step of theirs.
          { name: 'later', seconds: 60 * 86_400, rate: 0.001 },
        ],
      }),
    ),
  );
  const messages = all.filter(({ stage }) => stage === 0);
  const changes = messages.filter(({ event }) => event.type === 'order_status_changed');

  it('takes each transition as often as its probability says', () => {
    const reached = new Map<unknown, number>();
    for (const { event } of messages) {
      const { status } = event.data;
      reached.set(status, (reached.get(status) ?? 0) + 1);
    }
    for (const { from, to, probability } of lifeCycle.transitions) {
      const taken = changes.filter(
        ({ event: { data } }) => data['previous_status'] === from && data['status'] === to,
      ).length;
      const of = reached.get(from) ?? 0;
      expect([from, to, isAbout(taken, probability, of)]).toStrictEqual([from, to, true]);
    }
  });

  it('waits as long as each transition says, about half of the orders below the median', () => {
    const times = new Map<string, number>();
    const waits = new Map<string, number[]>();
    for (const { event, streamId } of messages) {
      const at = Date.parse(event.time);
      const { previous_status: from, status: to } = event.data;
      const name = `${String(from)} ${String(to)}`;
      const seconds = (at - (times.get(streamId) ?? at)) / 1_000;
      waits.set(name, [...(waits.get(name) ?? []), seconds]);
      times.set(streamId, at);
    }
    for (const { from, to, afterSeconds } of lifeCycle.transitions) {
      const list = waits.get(`${from} ${to}`)!;
      expect(Math.min(...list)).toBeGreaterThanOrEqual(afterSeconds.min);
      expect(Math.max(...list)).toBeLessThanOrEqual(afterSeconds.max);
      if (afterSeconds.distribution !== 'log-normal' || list.length < 100) continue;
      const below = list.filter((seconds) => seconds < afterSeconds.median).length;
      // Bounds cut off more above the median than below it.
      expect(Math.abs(below / list.length - 0.5)).toBeLessThan(0.08);
    }
  });

  it('is off unless the scenario says so', () => {
    const plain = messagesOf();
    expect(plain.every(({ event }) => event.type === 'order_created')).toBe(true);
    expect(new Set(plain.map(({ event }) => event.data['status'])).has('Success')).toBe(true);
  });
});
