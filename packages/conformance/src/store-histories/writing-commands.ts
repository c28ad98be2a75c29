import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isValidationError,
  isVersionConflictError,
  type EventEnvelope,
  type IngestItem,
  type StreamAppend,
} from '@foldmart/core';
import { assertPlaces, assertResults } from '../event-store/append-results.js';
import { describeError, rejectionOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import {
  command,
  instanceOf,
  type StoreCommand,
  type StoreModel,
  type StoreUnderTest,
} from './history.js';
import { drawnAppends, drawnItems, type DrawnAppend } from './random-appends.js';
import { expectAppend, expectIngest } from './store-model.js';

/** Generates appends to up to three streams in one call. */
export const manyAppends: fc.Arbitrary<readonly DrawnAppend[]> = fc.uniqueArray(drawnAppends, {
  selector: (drawn) => drawn.stream,
  maxLength: 3,
});

/** Generates batches of up to eight items. */
export const batches: fc.Arbitrary<readonly IngestItem[]> = fc.array(drawnItems, { maxLength: 8 });

/** The process appends. */
export function append(by: number, drawn: readonly DrawnAppend[]): StoreCommand {
  return command(`process ${by} appends ${shownAppends(drawn)}`, async (model, real) => {
    const appends = placed(drawn, model, real);
    const expectation = expectAppend(model.streams, appends);
    const appending = retrying(real.clock, () => instanceOf(real, by).events.append(appends));
    if ('results' in expectation) {
      const results = await appending;
      assertResults(results, expectation.results);
      await assertPlaces(instanceOf(real, by).events, appends, results);
      model.streams = expectation.streams;
      return;
    }
    const error = await rejectionOf(appending, 'the append');
    const isRight = expectation.errors.some((kind) =>
      kind === 'validation' ? isValidationError(error) : isVersionConflictError(error),
    );
    assert.ok(isRight, `expected ${expectation.errors.join(' or ')}: ${describeError(error)}`);
  });
}

/** The process ingests a batch. */
export function ingest(by: number, drawn: readonly IngestItem[]): StoreCommand {
  return command(`process ${by} ingests ${shownItems(drawn)}`, async (model, real) => {
    const items = placedItems(drawn, real);
    const expectation = expectIngest(model.streams, items);
    const { outcomes } = await retrying(real.clock, () =>
      instanceOf(real, by).events.ingest({ items }),
    );
    assert.equal(outcomes.length, items.length);
    for (const [index, outcome] of outcomes.entries()) {
      const rightOnes = expectation.outcomes[index] ?? [];
      assert.ok(rightOnes.includes(outcome), `item ${index}: ${outcome}, not ${rightOnes.join()}`);
    }
    model.streams = expectation.streams;
  });
}

/** Generated appends in the streams of this history, with the current versions of these streams. */
export function placed(
  drawn: readonly DrawnAppend[],
  { streams }: StoreModel,
  real: StoreUnderTest,
): readonly StreamAppend[] {
  return drawn.map(({ stream, expected, events }) => {
    const streamId = `${real.prefix}${stream}`;
    const current = streams.get(streamId)?.length ?? 0;
    return {
      streamId,
      expectedVersion: expected === 'current' ? current : expected,
      events: events.map((each) => prefixed(each, real)),
    };
  });
}

/** Generated items in the streams of this history. */
export function placedItems(
  drawn: readonly IngestItem[],
  real: StoreUnderTest,
): readonly IngestItem[] {
  return drawn.map((item) => ({
    ...item,
    streamId: `${real.prefix}${item.streamId}`,
    event: prefixed(item.event, real),
  }));
}

/** Appends as a failing history prints them. */
export function shownAppends(drawn: readonly DrawnAppend[]): string {
  return drawn
    .map(({ stream, expected, events }) => `${stream}@${expected} [${shown(events)}]`)
    .join(', ');
}

/** Items as a failing history prints them. */
export function shownItems(drawn: readonly IngestItem[]): string {
  return drawn
    .map(({ startsStream, event }) => `${startsStream ? 'opening ' : ''}${shown([event])}`)
    .join(', ');
}

function prefixed(given: EventEnvelope, { prefix }: StoreUnderTest): EventEnvelope {
  return { ...given, id: `${prefix}${given.id}` };
}

function shown(events: readonly EventEnvelope[]): string {
  return events.map(({ id, data }) => `${id}${data['variant'] === 1 ? '′' : ''}`).join(' ');
}
