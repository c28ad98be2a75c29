import {
  assertStorableKey,
  type DeadLetterReason,
  type EventEnvelope,
  type IngestItem,
  type IngestOutcome,
  jsonEqual,
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

interface Verdict {
  readonly outcome: IngestOutcome;
  readonly detail?: string;
}

/** Copies the event, or records why no store can hold it. */
export function toStorableItem(item: IngestItem): StorableItem {
  try {
    assertStorableKey(item.streamId, 'streamId');
    return { ...item, event: toStorableEvent(item.event) };
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    return { ...item, refusal: error.message };
  }
}

/** Records items in order, each independently. */
export async function ingestItems(
  writer: LogWriter,
  items: readonly StorableItem[],
): Promise<IngestResult> {
  const storable = items.filter(({ refusal }) => refusal === undefined);
  await writer.begin({
    streams: storable.map(({ streamId }) => streamId),
    events: storable.map(({ event }) => event.id),
  });
  const outcomes: IngestOutcome[] = [];
  const deadLetters: NewDeadLetter[] = [];
  for (const item of items) {
    const { outcome, detail } = ingestItem(writer, item);
    outcomes.push(outcome);
    if (outcome === 'conflict' || outcome === 'refused') {
      deadLetters.push(...deadLetterOf(item, outcome, detail ?? outcome));
    }
  }
  return { outcomes, deadLetters };
}

function ingestItem(writer: LogWriter, item: StorableItem): Verdict {
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
  reason: Extract<DeadLetterReason, IngestOutcome>,
  detail: string,
): readonly NewDeadLetter[] {
  return source === undefined ? [] : [{ source, reason, detail, attempts: 1, eventId: event.id }];
}
