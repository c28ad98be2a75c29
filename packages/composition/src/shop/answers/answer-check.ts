import type { AnswerFigures, ParkingPolicy } from '@foldmart/generator';

/** How the store differs from an answer key. */
export type AnswerDifferenceKind =
  | 'missing row'
  | 'different row'
  | 'unexpected row'
  | 'missing event'
  | 'unexpected event'
  | 'missing dead letter'
  | 'unexpected dead letter';

/** One difference between an answer key and a store. */
export interface AnswerDifference {
  readonly kind: AnswerDifferenceKind;
  /** The row as `orders/550e8400-…`, or the id of the event. */
  readonly what: string;
  readonly detail: string;
}

/** The result of a comparison. */
export interface AnswerCheck {
  readonly policy: ParkingPolicy;
  readonly expected: AnswerFigures;
  readonly found: {
    /** Rows of the key's entities, by read model. */
    readonly rows: Readonly<Record<string, number>>;
    /** Events of the key in the log. */
    readonly events: number;
    /** Dead letters of the key's messages, by reason. */
    readonly deadLetters: Readonly<Record<string, number>>;
    /** Repeated messages; null if the topics hold other messages too. */
    readonly duplicates: number | null;
  };
  /** What the key does not know: rows of other sources, and dead letters of other messages. */
  readonly others: { readonly rows: number; readonly deadLetters: number };
  readonly differenceCount: number;
  /** The first differences. */
  readonly differences: readonly AnswerDifference[];
}

/** True if the store holds what the key says. Rows and dead letters of other sources do not count. */
export function isAsAnswered({ differenceCount }: AnswerCheck): boolean {
  return differenceCount === 0;
}
