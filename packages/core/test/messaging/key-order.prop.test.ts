import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryDatabase, MemoryDatabase } from '@foldmart/adapters-memory';
import {
  persistEvents,
  readLetter,
  replayLetters,
  type DeliveredMessage,
  type WireCodec,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';

const place = { topic: 'loans', partition: 0 } as const;
const group = 'loans_group';

/** Reads a body such as `{"id": 3}`. */
const codec: Pick<WireCodec, 'encode' | 'decode'> = {
  encode: () => {
    throw new Error('nothing is published here');
  },
  decode({ value, key }) {
    const body = new TextDecoder().decode(value ?? undefined);
    if (!body.startsWith('{')) return { ok: false, reason: 'malformed', detail: 'no JSON' };
    const { id } = JSON.parse(body) as { readonly id: number };
    const reader = new TextDecoder().decode(key ?? undefined);
    return {
      ok: true,
      streamId: `loan-${String(id)}`,
      startsStream: true,
      event: {
        id: String(id),
        type: 'lent',
        data: { reader },
        schemaVersion: 1,
        time: '2026-02-03T14:30:00Z',
        origin: 'bus:loans',
      },
    };
  },
};

interface Sent {
  readonly key: string;
  readonly isBad: boolean;
}

function messageAt({ key, isBad }: Sent, offset: number): DeliveredMessage {
  const encoder = new TextEncoder();
  const value = encoder.encode(isBad ? 'broken' : bodyOf(offset));
  return {
    ...place,
    offset: String(offset),
    key: encoder.encode(key),
    value,
    headers: {},
    timestampMs: 0,
  };
}

function bodyOf(offset: number): string {
  return JSON.stringify({ id: offset });
}

/** A group that reads one partition, with an operator who looks after its dead letters. */
class Scene {
  readonly discarded = new Set<number>();
  readonly #sent: readonly Sent[];
  readonly #clock = new VirtualClock();
  readonly #database = new MemoryDatabase({ clock: this.#clock });
  #committed = 0;

  constructor(sent: readonly Sent[]) {
    this.#sent = sent;
  }

  /** Delivers what follows the committed offset, less `back`; commits the offset unless the member dies first. */
  async deliver(count: number, { back = 0, dies = false } = {}): Promise<void> {
    const from = Math.max(0, this.#committed - back);
    const messages = this.#sent
      .slice(from, from + count)
      .map((sent, index) => messageAt(sent, from + index));
    if (messages.length === 0) return;
    const next = from + messages.length;
    await this.#drive(this.#handle(messages, from, next));
    if (!dies) this.#committed = Math.max(this.#committed, next);
  }

  /** Replays a held key, at most `limit` letters; mends the head first if it is broken. */
  async replay(nth: number, limit: number): Promise<boolean> {
    const { deadLetters, events } = this.#open();
    const held = await this.#drive(deadLetters.heldKeys());
    const chosen = held[nth % Math.max(1, held.length)];
    if (chosen === undefined) return false;
    const letter = await this.#drive(deadLetters.find(chosen.head));
    const contents = {
      value: new TextEncoder().encode(bodyOf(Number(letter?.source.offset))),
      headers: {},
    };
    await this.#drive(deadLetters.edit(chosen.head, contents, 'ann'));
    const request = { letter: chosen.head, by: 'ann', read: readLetter(codec), limit };
    await this.#drive(events.replay(request));
    return true;
  }

  async discard(nth: number): Promise<void> {
    const { deadLetters } = this.#open();
    const held = await this.#drive(deadLetters.heldKeys());
    const chosen = held[nth % Math.max(1, held.length)];
    if (chosen === undefined) return;
    const letter = await this.#drive(deadLetters.find(chosen.head));
    this.discarded.add(Number(letter?.source.offset));
    await this.#drive(deadLetters.settle([chosen.head], { as: 'discarded', by: 'ann' }));
  }

  /** Delivers the rest while a replay runs, and lets two members work at once. */
  async race(nth: number): Promise<void> {
    const { deadLetters } = this.#open();
    const held = await this.#drive(deadLetters.heldKeys());
    const chosen = held[nth % Math.max(1, held.length)];
    const work: Promise<unknown>[] = [this.deliver(4), this.deliver(6, { back: 5, dies: true })];
    if (chosen !== undefined) {
      const request = { by: 'ann', read: readLetter(codec), limit: 2 };
      work.push(this.#drive(replayLetters(this.#open().events, chosen.head, request)));
    }
    await Promise.all(work);
  }

  async finish(): Promise<void> {
    while (this.#committed < this.#sent.length) await this.deliver(50);
    while (await this.replay(0, 1_000));
  }

  /** The offsets of the events of a key, in the order of the log. */
  async logged(key: string): Promise<readonly number[]> {
    const { events } = await this.#drive(this.#open().events.readAll({ limit: 1_000 }));
    return events.flatMap(({ id, data }) => (data['reader'] === key ? [Number(id)] : []));
  }

  #handle(messages: readonly DeliveredMessage[], from: number, next: number): Promise<void> {
    const { events: store } = this.#open();
    const handler = persistEvents({ store, codec }, { group });
    const position = { from: String(from), next: String(next), topicId: 'first' };
    const context = { attempt: 1, signal: new AbortController().signal };
    return handler({ ...place, position, messages }, context);
  }

  #open() {
    const clock = this.#clock;
    const beforeCommit = (): Promise<void> => clock.sleep((this.#turn = (this.#turn * 7 + 3) % 11));
    return createMemoryDatabase(
      {},
      { clock, projections: [], database: this.#database, beforeCommit },
    );
  }

  #turn = 1;

  #drive<Result>(work: Promise<Result>): Promise<Result> {
    return this.#clock.drive(work);
  }
}

const anySent = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    isBad: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  }),
  { minLength: 5, maxLength: 40 },
);

const small = fc.nat({ max: 6 });
const anyStep = fc.oneof(
  small.map((count) => (scene: Scene) => scene.deliver(count + 1)),
  fc.tuple(small, small).map(
    ([count, back]) =>
      (scene: Scene) =>
        scene.deliver(count + 1, { back, dies: true }),
  ),
  fc.tuple(small, small).map(
    ([nth, limit]) =>
      (scene: Scene) =>
        scene.replay(nth, limit + 1),
  ),
  small.map((nth) => (scene: Scene) => scene.discard(nth)),
  small.map((nth) => (scene: Scene) => scene.race(nth)),
);

describe('the order of a key', () => {
  it('is that of its sender, whatever is parked, redelivered, replayed and discarded', async () => {
    await fc.assert(
      fc.asyncProperty(anySent, fc.array(anyStep, { maxLength: 20 }), async (sent, steps) => {
        const scene = new Scene(sent);
        for (const step of steps) await step(scene);
        await scene.finish();
        for (const key of ['a', 'b', 'c']) {
          const expected = sent.flatMap((each, offset) =>
            each.key === key && !scene.discarded.has(offset) ? [offset] : [],
          );
          expect(await scene.logged(key)).toStrictEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is kept if the middle of its hundred messages is broken, while other keys continue', async () => {
    const sent = Array.from({ length: 400 }, (_, offset): Sent => {
      const key = offset % 4 === 0 ? 'a' : ['b', 'c', 'd'][offset % 3]!;
      return { key, isBad: offset === 200 };
    });
    const scene = new Scene(sent);
    for (let batch = 0; batch < 10; batch += 1) await scene.deliver(40);
    expect(await scene.logged('a')).toHaveLength(50);
    const others = await Promise.all(['b', 'c', 'd'].map((key) => scene.logged(key)));
    expect(others.flat()).toHaveLength(300);
    await scene.finish();
    const expected = Array.from({ length: 100 }, (_, nth) => nth * 4);
    expect(await scene.logged('a')).toStrictEqual(expected);
  });
});
