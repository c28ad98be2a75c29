import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isValidationError,
  isVersionConflictError,
  type Clock,
  type EventEnvelope,
  type EventStore,
  type IngestItem,
  type LogPosition,
  type StreamAppend,
  type StreamRange,
} from '@foldmart/core';
import { describeError, rejectionOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import { assertStreamOrder, idsOf, LogFollower } from './log-follower.js';
import {
  drawnAppends,
  drawnItems,
  drawnRanges,
  streamNames,
  type DrawnAppend,
} from './random-appends.js';
import { expectAppend, expectIngest, type Streams } from './store-model.js';
import { envelopeOf } from './stream-contents.js';

/** The streams as they should be. */
export interface StoreModel {
  streams: Streams;
}

/** The store under the same commands: several instances, whose part of the log begins at a place. */
export interface StoreUnderTest {
  readonly clock: Clock;
  readonly stores: readonly EventStore[];
  /** Sets the streams and ids of one history apart from those of others in the same database. */
  readonly prefix: string;
  readonly after: LogPosition | undefined;
}

type StoreCommand = fc.AsyncCommand<StoreModel, StoreUnderTest>;

/** Appends, batches and reads over three streams and a few ids, so that all that can meet does. */
export function storeCommands(stores: number): fc.Arbitrary<StoreCommand>[] {
  const by = fc.nat(stores - 1);
  const stream = fc.constantFrom(...streamNames);
  return [
    fc
      .tuple(by, fc.uniqueArray(drawnAppends, { selector: (drawn) => drawn.stream, maxLength: 3 }))
      .map(([store, appends]) => new Append(store, appends)),
    fc
      .tuple(by, fc.array(drawnItems, { maxLength: 8 }))
      .map(([store, items]) => new Ingest(store, items)),
    fc.tuple(by, stream, drawnRanges).map(([store, of, part]) => new ReadStream(store, of, part)),
    fc.tuple(by, fc.integer({ min: 1, max: 5 })).map(([store, limit]) => new ReadAll(store, limit)),
  ];
}

class Append implements StoreCommand {
  readonly #by: number;
  readonly #appends: readonly DrawnAppend[];

  constructor(by: number, appends: readonly DrawnAppend[]) {
    this.#by = by;
    this.#appends = appends;
  }

  check(): boolean {
    return true;
  }

  async run(model: StoreModel, real: StoreUnderTest): Promise<void> {
    const appends = this.#appends.map((drawn) => placed(drawn, model, real));
    const expectation = expectAppend(model.streams, appends);
    const appending = retrying(real.clock, () => storeOf(real, this.#by).append(appends));
    if ('results' in expectation) {
      assert.deepEqual(await appending, expectation.results);
      model.streams = expectation.streams;
      return;
    }
    const error = await rejectionOf(appending, 'the append');
    const isRight = expectation.errors.some((kind) =>
      kind === 'validation' ? isValidationError(error) : isVersionConflictError(error),
    );
    assert.ok(isRight, `expected ${expectation.errors.join(' or ')}: ${describeError(error)}`);
  }

  toString(): string {
    const appends = this.#appends.map(
      ({ stream, expected, events }) => `${stream}@${expected} [${shown(events)}]`,
    );
    return `store ${this.#by} appends ${appends.join(', ')}`;
  }
}

class Ingest implements StoreCommand {
  readonly #by: number;
  readonly #items: readonly IngestItem[];

  constructor(by: number, items: readonly IngestItem[]) {
    this.#by = by;
    this.#items = items;
  }

  check(): boolean {
    return true;
  }

  async run(model: StoreModel, real: StoreUnderTest): Promise<void> {
    const items = this.#items.map((item) => ({
      ...item,
      streamId: `${real.prefix}${item.streamId}`,
      event: prefixed(item.event, real),
    }));
    const expectation = expectIngest(model.streams, items);
    const { outcomes } = await retrying(real.clock, () =>
      storeOf(real, this.#by).ingest({ items }),
    );
    assert.equal(outcomes.length, items.length);
    for (const [index, outcome] of outcomes.entries()) {
      const rightOnes = expectation.outcomes[index] ?? [];
      assert.ok(rightOnes.includes(outcome), `item ${index}: ${outcome}, not ${rightOnes.join()}`);
    }
    model.streams = expectation.streams;
  }

  toString(): string {
    const items = this.#items.map(
      ({ opensStream, event: of }) => `${opensStream ? 'opening ' : ''}${shown([of])}`,
    );
    return `store ${this.#by} ingests ${items.join(', ')}`;
  }
}

class ReadStream implements StoreCommand {
  readonly #by: number;
  readonly #stream: string;
  readonly #range: StreamRange;

  constructor(by: number, stream: string, part: StreamRange) {
    this.#by = by;
    this.#stream = stream;
    this.#range = part;
  }

  check(): boolean {
    return true;
  }

  async run(model: StoreModel, real: StoreUnderTest): Promise<void> {
    const streamId = `${real.prefix}${this.#stream}`;
    const all = model.streams.get(streamId) ?? [];
    const slice = await storeOf(real, this.#by).readStream(streamId, this.#range);
    assert.equal(slice.version, all.length);
    const { fromVersion = 1, toVersion = all.length, limit = all.length } = this.#range;
    const part = all.slice(fromVersion - 1, toVersion);
    const inOrder = this.#range.backwards === true ? part.reverse() : part;
    assert.deepEqual(slice.events.map(envelopeOf), inOrder.slice(0, limit));
  }

  toString(): string {
    return `store ${this.#by} reads ${this.#stream} ${JSON.stringify(this.#range)}`;
  }
}

class ReadAll implements StoreCommand {
  readonly #by: number;
  readonly #limit: number;

  constructor(by: number, limit: number) {
    this.#by = by;
    this.#limit = limit;
  }

  check(): boolean {
    return true;
  }

  async run(model: StoreModel, real: StoreUnderTest): Promise<void> {
    const expected = [...model.streams.values()].flat();
    const follower = new LogFollower(storeOf(real, this.#by), this.#limit, real.after);
    const log = await follower.readUntil(real.clock, expected.length);
    assert.deepEqual(idsOf(log).sort(), idsOf(expected).sort());
    assertStreamOrder(log);
    for (const [streamId, events] of model.streams) {
      const inLog = log.filter((stored) => stored.streamId === streamId);
      assert.deepEqual(inLog.map(envelopeOf), events);
    }
  }

  toString(): string {
    return `store ${this.#by} follows the log by ${this.#limit}`;
  }
}

function storeOf({ stores }: StoreUnderTest, by: number): EventStore {
  const store = stores[by];
  assert.ok(store);
  return store;
}

function placed(
  { stream, expected, events }: DrawnAppend,
  model: StoreModel,
  real: StoreUnderTest,
): StreamAppend {
  const streamId = `${real.prefix}${stream}`;
  const current = model.streams.get(streamId)?.length ?? 0;
  return {
    streamId,
    expectedVersion: expected === 'current' ? current : expected,
    events: events.map((each) => prefixed(each, real)),
  };
}

function prefixed(given: EventEnvelope, { prefix }: StoreUnderTest): EventEnvelope {
  return { ...given, id: `${prefix}${given.id}` };
}

function shown(events: readonly EventEnvelope[]): string {
  return events.map(({ id, data }) => `${id}${data['variant'] === 1 ? '′' : ''}`).join(' ');
}
