import { FingerprintTable, ValidationError, type EventStore } from '@foldmart/core';
import {
  AnswerModel,
  AnswerTotals,
  keyedMessages,
  modelOf,
  type AnswerFigures,
  type AnswerKey,
  type AnswerObserver,
  type ParkingPolicy,
} from '@foldmart/generator';
import { consumersOf } from '../../roles/index.js';
import type { ShopRuntime } from '../create-shop.js';
import type { AnswerCheck } from './answer-check.js';
import { DifferenceList } from './difference-list.js';
import { EventPresence } from './event-presence.js';
import { addLetter, compareLetters, readLetters, type LetterReasons } from './expected-letters.js';
import { RowComparison } from './row-comparison.js';

/** How an answer key is checked. */
export interface CheckAnswersRequest {
  /** What the consumers do about messages behind a parked one. By default the dead letters tell. */
  readonly policy?: ParkingPolicy;
  /** The most differences to name; all are counted. Default 20. */
  readonly maxDifferences?: number;
  readonly signal?: AbortSignal;
}

/**
 * Compares the store with an answer key, whose messages are generated again. Memory holds fingerprints, about 60 bytes a
 * message. Rejects with ValidationError if the key does not belong to what it generates.
 */
export async function checkAnswers(
  shop: ShopRuntime,
  key: AnswerKey,
  { policy: wanted, maxDifferences = 20, signal }: CheckAnswersRequest = {},
): Promise<AnswerCheck> {
  assertExact(key);
  const { events: store, readModels, deadLetters } = await shop.inspect();
  const found = await readLetters(deadLetters);
  const policy = wanted ?? policyOf(found);
  const differences = new DifferenceList(maxDifferences);
  const rows = new RowComparison(key.recipe.timeOffset, differences);
  const presence = new EventPresence(store, differences);
  const letters: LetterReasons = new Map();
  const ids = new FingerprintTable();
  const totals = new AnswerTotals(key.recipe.timeOffset);
  const observer: AnswerObserver = {
    recorded: (message) => totals.recorded(message),
    duplicate: () => totals.duplicate(),
    deadLetter(message, reason) {
      totals.deadLetter(message, reason);
      addLetter(letters, message.event.id, reason);
    },
    entity(answer) {
      totals.entity(answer);
      rows.expect(answer);
      presence.add(answer);
      for (const id of [...answer.present, ...answer.absent]) ids.add(id, '');
    },
  };
  await replay(key, policy, observer, () => presence.compareIfDue(), signal);
  await presence.compare();
  assertSame(totals.figures, key.expected[policy]);
  const lettersFound = compareLetters(letters, found, (id) => ids.has(id), differences);
  for (const topic of ['users', 'products', 'orders']) await rows.read(readModels, modelOf(topic));
  if (rows.hasDifferences) {
    const explain: AnswerObserver = { entity: (answer) => rows.explain(answer) };
    await replay(key, policy, explain, () => undefined, signal);
  }
  const parked = sum(lettersFound.values());
  return {
    policy,
    expected: totals.figures,
    found: {
      rows: Object.fromEntries(rows.counts),
      events: presence.found,
      deadLetters: Object.fromEntries(lettersFound),
      duplicates: await duplicatesIn(shop, store, key, presence.found + parked),
    },
    others: {
      rows: rows.others,
      deadLetters: sum([...found.values()].map((list) => list.length)) - parked,
    },
    differenceCount: differences.count,
    differences: differences.kept,
  };
}

async function replay(
  key: AnswerKey,
  policy: ParkingPolicy,
  observer: AnswerObserver,
  afterEach: () => Promise<void> | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const model = new AnswerModel(policy, observer);
  for (const message of keyedMessages(key)) {
    if (signal?.aborted === true) throw new ValidationError('The check was stopped.', []);
    model.take(message);
    const work = afterEach();
    if (work !== undefined) await work;
  }
  model.end();
}

function policyOf(found: LetterReasons): ParkingPolicy {
  const isParkedByKey = [...found.values()].some((list) => list.includes('parked-successor'));
  return isParkedByKey ? 'park-key' : 'skip-message';
}

/** What the groups consumed beyond events and dead letters, if the topics hold only the messages of the key. */
async function duplicatesIn(
  { domain }: ShopRuntime,
  store: EventStore,
  { sent }: AnswerKey,
  accounted: number,
): Promise<number | null> {
  const groups = new Set(consumersOf(domain.consumers).map(({ group }) => group));
  const positions = (await store.consumed()).filter(({ group }) => groups.has(group));
  const consumed = sum(positions.map(({ next }) => Number(next)));
  return consumed === sent.messages ? consumed - accounted : null;
}

function assertExact({ isExact }: AnswerKey): void {
  if (isExact) return;
  throw new ValidationError(
    'The run of this answer key ended before its last messages were confirmed, so the key cannot tell whether they were sent. Run it again.',
    [],
  );
}

function assertSame(generated: AnswerFigures, written: AnswerFigures): void {
  if (generated.digest === written.digest) return;
  throw new ValidationError(
    'This answer key does not belong to the messages that its recipe generates: it was edited, or written by another version of Foldmart. Write it again with this version.',
    [],
  );
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
