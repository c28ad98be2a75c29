import type { DeadLetter, DeadLetterReason, NewDeadLetter } from '../messaging/dead-letter.js';

/** Which dead letters to list; conditions add up. */
export interface DeadLetterQuery {
  readonly topic?: string;
  readonly group?: string;
  readonly reason?: DeadLetterReason;
  /** Only letters with an id above this one. */
  readonly after?: string;
  /** At most this many; default 100. */
  readonly limit?: number;
}

/** Keeps messages that could not be handled, with their bytes. */
export interface DeadLetterStore {
  /**
   * Durably keeps all or none. A letter with the group, topic, partition and offset of one that is kept
   * already is dropped, so a redelivery parks nothing twice. Rejects with a PortError, upon which the
   * caller must not commit the messages.
   */
  park(letters: readonly NewDeadLetter[]): Promise<void>;
  /** Letters in ascending id order. */
  list(query?: DeadLetterQuery): Promise<readonly DeadLetter[]>;
  /** How many are kept, by reason; reasons without any are absent. */
  countByReason(): Promise<Readonly<Partial<Record<DeadLetterReason, number>>>>;
}
