import type { DeadLetterReplay } from '@foldmart/composition';
import type {
  DeadLetterAction,
  DeadLetterReason,
  DeadLetterStatus,
  MessageHeaders,
} from '@foldmart/core';

/** A dead letter in a list. */
export interface LetterSummaryView {
  readonly id: string;
  readonly status: DeadLetterStatus;
  readonly reason: DeadLetterReason;
  readonly detail: string;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** As text, or `hex:00ff`. */
  readonly key: string | null;
  readonly parkedAt: string;
  readonly isEdited: boolean;
}

export interface LetterListView {
  readonly letters: readonly LetterSummaryView[];
  /** How many match. */
  readonly total: number;
  /** Where to read on; null at the end. */
  readonly next: string | null;
  /** How many letters wait, by reason. */
  readonly waiting: Readonly<Partial<Record<DeadLetterReason, number>>>;
}

/** The bytes of a message. */
export interface BodyView {
  readonly sizeBytes: number;
  /** Null if the bytes are not printable UTF-8, or too many to edit. */
  readonly text: string | null;
  /** Pairs of hexadecimal digits; null if the bytes are too many to edit. */
  readonly hex: string | null;
  /** The first lines of a hexadecimal dump. */
  readonly dump: readonly string[];
  readonly isDumpCut: boolean;
}

export interface ContentsView {
  readonly headers: MessageHeaders;
  /** Null if the message has no body. */
  readonly body: BodyView | null;
}

/** A dead letter with its message, its history, and the line of its key. */
export interface LetterView extends LetterSummaryView {
  readonly attempts: number;
  readonly publishedAt: string | null;
  readonly settled: { readonly by: string; readonly at: string } | null;
  readonly eventId: string | null;
  /** Whether a replay records the event; otherwise it publishes the message again. */
  readonly isRecorded: boolean;
  /** What a consumer would make of the message now. */
  readonly reading: { readonly isReadable: boolean; readonly text: string };
  readonly message: ContentsView;
  readonly edited: ContentsView | null;
  readonly history: readonly DeadLetterAction[];
  /** The letters of its key that wait; null if its key is not held. */
  readonly line: LineView | null;
}

/** The letters of a held key, in the order in which they are replayed. */
export interface LineView {
  readonly head: string;
  readonly heldSince: string;
  readonly waiting: number;
  /** The first of them. */
  readonly letters: readonly LetterSummaryView[];
}

/** What became of letters that were replayed. */
export interface ReplayView extends DeadLetterReplay {
  readonly dryRun: boolean;
}
