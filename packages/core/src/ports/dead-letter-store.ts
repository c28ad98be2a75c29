import type { DeadLetter, DeadLetterReason, NewDeadLetter } from '../messaging/dead-letter.js';

/** Which dead letters to list; every condition must hold. */
export interface DeadLetterQuery {
  readonly topic?: string;
  readonly group?: string;
  readonly reason?: DeadLetterReason;
  /** Only letters with an id above this one. */
  readonly after?: string;
  /** At most this many; default 100. */
  readonly limit?: number;
}

/** Keeps messages that could not be processed, byte for byte. */
export interface DeadLetterStore {
  /**
   * Durably keeps all letters or none. A letter is dropped if its message is kept already: one of the same group, topic,
   * partition and offset with the same key, value and headers. So a redelivery parks nothing twice, and a topic that was
   * deleted and created again loses no letter. Rejects with a PortError; then do not commit the messages.
   */
  park(letters: readonly NewDeadLetter[]): Promise<void>;
  /** Lists letters in ascending order of their ids. Rejects with ValidationError if the limit is not valid. */
  list(query?: DeadLetterQuery): Promise<readonly DeadLetter[]>;
  /** Counts letters by reason; a reason without letters is absent. */
  countByReason(): Promise<Readonly<Partial<Record<DeadLetterReason, number>>>>;
}
