import type { EventEnvelope } from '@foldmart/core';
import {
  AnswerKeyBuilder,
  AnswerModel,
  keyedMessages,
  readAnswerKey,
  type EntityAnswer,
  type ParkingPolicy,
  type ScenarioMessage,
} from '@foldmart/generator';
import { describe, expect, it } from 'vitest';
import { hashOf, messagesOf, recipeOf, scenarioOf } from '../support.js';

type Change = Partial<Pick<ScenarioMessage, 'fault' | 'isCopy' | 'reason' | 'isLast'>>;

/** A message of the user u_1 about an order. */
function message(id: string, order: string, status: string, change: Change = {}): ScenarioMessage {
  const isFirst = status === 'Created';
  const event: EventEnvelope = {
    id,
    type: isFirst ? 'order_created' : 'order_status_changed',
    data: { order_id: order, user_id: 'u_1', status },
    schemaVersion: 1,
    time: '2026-01-01T00:00:00.000Z',
    origin: 'producer',
  };
  return {
    atMs: 0,
    stage: 0,
    topic: 'orders',
    message: { key: 'u_1', value: id },
    event,
    streamId: `order-${order}`,
    fault: undefined,
    isCopy: false,
    reason: undefined,
    isLast: false,
    ...change,
  };
}

function outcome(policy: ParkingPolicy, messages: readonly ScenarioMessage[]) {
  const [fates, entities]: [string[], EntityAnswer[]] = [[], []];
  const model = new AnswerModel(policy, {
    recorded: ({ event }) => fates.push(`${event.id} recorded`),
    duplicate: ({ event }) => fates.push(`${event.id} duplicate`),
    deadLetter: ({ event }, reason) => fates.push(`${event.id} ${reason}`),
    entity: (entity) => entities.push(entity),
  });
  for (const each of messages) model.take(each);
  model.end();
  const rows = entities.flatMap(({ streamId, row }) =>
    row === undefined ? [] : [`${streamId} ${String(row['status'])}`],
  );
  const absent = entities.flatMap((entity) => entity.absent);
  return { fates, rows, absent };
}

const poisoned = [
  message('a1', 'a', 'Created'),
  message('b1', 'b', 'Created', { fault: 'invalid', reason: 'malformed' }),
  message('a2', 'a', 'Paid'),
  message('a1', 'a', 'Created', { fault: 'duplicated', isCopy: true }),
  message('c1', 'c', 'Created'),
];

describe('what must come of messages', () => {
  it('is that a key waits behind a message that cannot be used, if its consumers park keys', () => {
    expect(outcome('park-key', poisoned)).toStrictEqual({
      fates: [
        'a1 recorded',
        'b1 malformed',
        'a2 parked-successor',
        'a1 parked-successor',
        'c1 parked-successor',
      ],
      rows: ['order-a Created'],
      absent: ['a2', 'b1', 'c1'],
    });
  });

  it('is that only this message is parked, if they skip messages', () => {
    expect(outcome('skip-message', poisoned)).toStrictEqual({
      fates: ['a1 recorded', 'b1 malformed', 'a2 recorded', 'a1 duplicate', 'c1 recorded'],
      rows: ['order-a Paid', 'order-c Created'],
      absent: ['b1'],
    });
  });

  it('is a conflict, and no row, for an order that comes after its own next status', () => {
    const late = [
      message('a2', 'a', 'Paid'),
      message('a1', 'a', 'Created'),
      message('a3', 'a', 'Sent'),
    ];
    for (const policy of ['park-key', 'skip-message'] as const) {
      expect(outcome(policy, late)).toStrictEqual({
        fates: ['a2 recorded', 'a1 conflict', 'a3 recorded'],
        rows: [],
        absent: ['a1'],
      });
    }
  });

  it('is nothing for a lost message, and no row for what follows it', () => {
    const lost = [message('a1', 'a', 'Created', { fault: 'lost' }), message('a2', 'a', 'Paid')];
    expect(outcome('skip-message', lost)).toStrictEqual({
      fates: ['a2 recorded'],
      rows: [],
      absent: ['a1'],
    });
  });

  it('is reported of each entity once', () => {
    const { rows } = outcome('skip-message', [
      message('a1', 'a', 'Created', { isLast: true }),
      message('b1', 'b', 'Created'),
    ]);
    expect(rows).toStrictEqual(['order-a Created', 'order-b Created']);
  });
});

describe('an answer key', () => {
  const recipe = recipeOf(
    scenarioOf({
      lifeCycle: true,
      stages: [
        {
          name: 's',
          count: 400,
          rate: 5,
          mix: { orders: 8, users: 1, products: 1 },
          faults: { invalid: 0.02, late: 0.02, lost: 0.03, duplicated: 0.04, outOfOrder: 0.05 },
        },
      ],
    }),
  );
  const messages = messagesOf(recipe);
  const keyOf = (some: readonly ScenarioMessage[]) => {
    const builder = new AnswerKeyBuilder(recipe);
    for (const each of some) builder.take(each);
    return builder.end(true);
  };
  const key = keyOf(messages);

  it('is read as it is written, and generates its messages again', () => {
    const read = readAnswerKey(JSON.parse(JSON.stringify(key)));
    expect(read).toStrictEqual(key);
    expect(hashOf(keyedMessages(read))).toBe(hashOf(messages));
    const part = keyOf(messages.slice(0, 123));
    expect([...keyedMessages(part)]).toHaveLength(123);
  });

  it('accounts for every message that was sent, whatever consumers do', () => {
    const sent = messages.filter(({ fault }) => fault !== 'lost');
    expect(key.sent.messages).toBe(sent.length);
    for (const { events, duplicates, deadLetters } of Object.values(key.expected)) {
      const sum = [...Object.values(events), ...Object.values(deadLetters), duplicates];
      expect(sum.reduce((total, each) => total + each, 0)).toBe(sent.length);
    }
    expect(key.lost).toHaveLength(messages.length - sent.length);
    expect(key.late).toHaveLength(key.faults['late'] ?? 0);
    for (const { eventId, bySeconds } of key.late) {
      const { event, atMs } = sent.find((message) => message.event.id === eventId)!;
      expect(Date.parse(event.time) + bySeconds * 1_000).toBe(recipe.startMs + atMs);
    }
  });

  it('says of each poisoned key what follows its poison', () => {
    const sent = messages.filter(({ fault }) => fault !== 'lost');
    expect(key.poisons.length).toBeGreaterThan(3);
    let followers = 0;
    for (const poison of key.poisons) {
      const place = sent.findIndex(({ event }) => event.id === poison.eventId);
      const isBehind = ({ topic, message: { key: name } }: ScenarioMessage) =>
        topic === poison.topic && name === poison.key;
      expect(poison.message).toBe(place + 1);
      expect(poison.followers).toBe(sent.slice(place + 1).filter(isBehind).length);
      followers += poison.followers;
    }
    expect(key.expected['park-key'].deadLetters['parked-successor']).toBe(followers);
  });

  it.each<[string, unknown, string]>([
    [
      'anything else',
      {},
      'format: expected an answer key: foldmart produce --answer-key writes one',
    ],
    ['a newer version', { ...key, version: 2 }, 'version: '],
    ['an edited recipe', { ...key, recipe: { ...key.recipe, locale: 'fr' } }, 'recipe.locale: '],
  ])('is refused with the place of the fault for %s', (_what, value, text) => {
    expect(() => readAnswerKey(value)).toThrow(text);
  });
});
