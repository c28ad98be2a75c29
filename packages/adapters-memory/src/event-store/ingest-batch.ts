import {
  assertStorableKey,
  HeldKeys,
  successorLetter,
  type DeadLetterReason,
  type EventEnvelope,
  type IngestItem,
  type IngestOutcome,
  jsonEqual,
  type MessageSource,
  type NewDeadLetter,
  type StoredEvent,
  toStorableEvent,
  UnstorableError,
} from '@foldmart/core';
import type { LogWriter } from './log-writer.js';

/** An item whose event a store can hold, or why it cannot. */
export type StorableItem = IngestItem & { readonly refusal?: string };

/** The outcomes of a batch, and the dead letters to park for it. */
export interface IngestResult {
  readonly outcomes: readonly IngestOutcome[];
  readonly deadLetters: readonly NewDeadLetter[];
}

/** The outcome of an item, and why it is parked. */
export interface Verdict {
  readonly outcome: Exclude<IngestOutcome, 'held'>;
  readonly detail?: string;
}

/** Copies the event, or records why no store can hold it. */
export function toStorableItem(item: IngestItem): StorableItem {
  try {
    assertStorableKey(item.streamId, 'streamId');
    const { streamId, startsStream, source } = item;
    const event = toStorableEvent(item.event);
    return source === undefined
      ? { streamId, startsStream, event }
      : { streamId, startsStream, event, source };
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    return { ...item, refusal: error.message };
  }
}

/** Which items are not recorded. */
export interface ItemRules {
  /** Items behind the head of their key are parked. */
  readonly keys: HeldKeys;
  /** Items whose letter was replayed or discarded are duplicates. */
  readonly isSettled: (source: MessageSource) => boolean;
  /** Called with each letter of an item. */
  readonly hold: (letter: NewDeadLetter) => void;
}

/** Records items in order, each independently, as far as the rules allow. */
export async function ingestItems(
  writer: LogWriter,
  items: readonly StorableItem[],
  {
    keys = new HeldKeys(),
    hold = () => undefined,
    isSettled = () => false,
  }: Partial<ItemRules> = {},
): Promise<IngestResult> {
  const storable = items.filter(({ refusal }) => refusal === undefined);
  await writer.begin({
    streams: storable.map(({ streamId }) => streamId),
    events: storable.map(({ event }) => event.id),
  });
  const outcomes: IngestOutcome[] = [];
  const deadLetters: NewDeadLetter[] = [];
  for (const item of items) {
    const { source, event } = item;
    if (source !== undefined && isSettled(source)) {
      outcomes.push('duplicate');
      continue;
    }
    if (source !== undefined && keys.isBehind(source)) {
      outcomes.push('held');
      deadLetters.push(successorLetter(source, 1, event.id));
      continue;
    }
    const { outcome, detail } = recordItem(writer, item);
    outcomes.push(outcome);
    if (outcome === 'conflict' || outcome === 'refused') {
      const letters = deadLetterOf(item, outcome, detail ?? outcome);
      letters.forEach(hold);
      deadLetters.push(...letters);
    }
  }
  return { outcomes, deadLetters };
}

/** Records one item in the transaction of the writer. */
export function recordItem(writer: LogWriter, item: StorableItem): Verdict {
  if (item.refusal !== undefined) return { outcome: 'refused', detail: item.refusal };
  const { streamId, event } = item;
  const there = writer.find(event.id) ?? (item.startsStream ? writer.opening(streamId) : undefined);
  if (there !== undefined) return compare(there, streamId, event);
  writer.add(streamId, event);
  return { outcome: 'appended' };
}

function compare(there: StoredEvent, streamId: string, event: EventEnvelope): Verdict {
  const isSame =
    there.streamId === streamId && there.type === event.type && jsonEqual(there.data, event.data);
  if (isSame) return { outcome: 'duplicate' };
  const place = `${there.streamId} version ${there.streamVersion}`;
  return { outcome: 'conflict', detail: `event ${there.id} at ${place} is another one` };
}

function deadLetterOf(
  { source, event }: StorableItem,
  reason: Extract<DeadLetterReason, Verdict['outcome']>,
  detail: string,
): readonly NewDeadLetter[] {
  return source === undefined ? [] : [{ source, reason, detail, attempts: 1, eventId: event.id }];
}
