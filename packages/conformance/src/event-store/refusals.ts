import assert from 'node:assert/strict';
import { isPortError, isValidationError, type EventEnvelope } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, sourceAt } from '../sample-domain/index.js';
import { describeError } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';
import { assertStream, envelopeOf } from './stream-contents.js';

/** Values of JavaScript that some stores cannot hold. A store that accepts one must return it unchanged. */
const hardValues: Readonly<Record<string, () => EventEnvelope>> = {
  'a NUL character in a value': withReader('nul \u0000 byte'),
  'a NUL character in a field name': () => lent('a', 1, { data: { 'nul \u0000 byte': 1 } }),
  'a lone high surrogate': withReader('\ud83d alone'),
  'a lone low surrogate': withReader('alone \ude00'),
  'a number that overflowed when it was parsed': withReader(JSON.parse('1e400')),
  'a NUL character in its id': () => lent('a', 1, { id: 'nul \u0000 byte' }),
  'a NUL character in its type': () => lent('a', 1, { type: 'nul \u0000 byte' }),
  'a NUL character in its origin': () => lent('a', 1, { origin: 'bus:\u0000' }),
  'an id of 20,000 characters': () => lent('a', 1, { id: longText(20_000) }),
};

export const refusalCases: readonly ConformanceCase<EventStoreHarness>[] = [
  ...Object.entries(hardValues).flatMap(([what, makeEvent]) => [
    {
      name: `ingesting ${what}: kept unchanged or refused, and the rest of the batch is recorded`,
      run: (harness: EventStoreHarness) => ingestHardValue(harness, makeEvent()),
    },
    {
      name: `appending ${what}: kept unchanged, or rejected for good`,
      run: (harness: EventStoreHarness) => appendHardValue(harness, makeEvent()),
    },
  ]),
  {
    name: 'an invalid time is kept unchanged, or refused',
    run: (harness) => ingestHardValue(harness, lent('a', 1, { time: 'yesterday' })),
  },
];

function withReader(reader: unknown): () => EventEnvelope {
  return () => lent('a', 1, { data: { reader } });
}

/** Text that does not compress, so that no store can shorten it. */
function longText(length: number): string {
  let state = 42;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
}

async function ingestHardValue(harness: EventStoreHarness, hard: EventEnvelope): Promise<void> {
  const { events, deadLetters } = await harness.open([]);
  const source = sourceAt(7);
  const items = [
    opening('a'),
    { ...following('a', hard), source },
    following('a', lent('a', 2)),
    opening('b'),
  ];
  for (const isRepeated of [false, true]) {
    const { outcomes } = await events.ingest({ items });
    const usual = isRepeated ? 'duplicate' : 'appended';
    const [, hardOutcome] = outcomes;
    assert.deepEqual(outcomes, [usual, hardOutcome, usual, usual]);
    assert.ok(hardOutcome === usual || hardOutcome === 'refused', String(hardOutcome));
    const isRefused = hardOutcome === 'refused';
    const expected = [acquired('a'), ...(isRefused ? [] : [hard]), lent('a', 2)];
    await assertStream(events, bookStream('a'), expected);
    const letters = await deadLetters.list();
    assert.deepEqual(
      letters.map(({ reason, source: parked }) => ({ reason, source: parked })),
      isRefused ? [{ reason: 'refused', source }] : [],
    );
  }
}

async function appendHardValue(harness: EventStoreHarness, hard: EventEnvelope): Promise<void> {
  const { events } = await harness.open([]);
  const streamId = bookStream('a');
  try {
    await events.append([{ streamId, expectedVersion: 0, events: [acquired('a'), hard] }]);
  } catch (error) {
    const isFinal = isValidationError(error) || (isPortError(error) && !error.isRetryable);
    assert.ok(isFinal, `expected an error that a retry does not fix: ${describeError(error)}`);
    await assertStream(events, streamId, []);
    return;
  }
  const { events: stored } = await events.readStream(streamId);
  assert.deepEqual(stored.map(envelopeOf), [acquired('a'), hard]);
}
