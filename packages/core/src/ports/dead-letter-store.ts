import type {
  DeadLetter,
  DeadLetterAction,
  DeadLetterReason,
  DeadLetterStatus,
  EditableContents,
  HeldKey,
  NewDeadLetter,
} from '../messaging/dead-letter.js';

/** Which dead letters; every condition must hold. */
export interface DeadLetterFilter {
  readonly topic?: string;
  readonly group?: string;
  readonly reason?: DeadLetterReason;
  readonly status?: DeadLetterStatus;
  /** The key of the message, byte for byte. */
  readonly key?: Uint8Array;
}

/** A page of dead letters. */
export interface DeadLetterQuery extends DeadLetterFilter {
  /** Only letters with an id above this one. */
  readonly after?: string;
  /** At most this many; default 100. */
  readonly limit?: number;
}

/** How letters end, and who says so. */
export interface DeadLetterSettlement {
  readonly as: Exclude<DeadLetterStatus, 'waiting'>;
  readonly by: string;
  /** Why; for people. */
  readonly note?: string;
}

/** Keeps messages that could not be processed, byte for byte. */
export interface DeadLetterStore {
  /**
   * Durably keeps all letters or none. A letter is dropped if its message is kept already: one of the same group, topic,
   * partition and offset with the same key, value and headers. So a redelivery parks nothing twice, and a topic that was
   * deleted and created again loses no letter. Holds no key. Rejects with a PortError; then do not commit the messages.
   */
  park(letters: readonly NewDeadLetter[]): Promise<void>;

  /** Lists letters in ascending order of their ids. Rejects with ValidationError if the limit is not valid. */
  list(query?: DeadLetterQuery): Promise<readonly DeadLetter[]>;

  /** Counts letters. */
  count(filter?: DeadLetterFilter): Promise<number>;

  /** Counts letters by reason; a reason without letters is absent. */
  countByReason(
    filter?: DeadLetterFilter,
  ): Promise<Readonly<Partial<Record<DeadLetterReason, number>>>>;

  /** The letter with this id; undefined if there is none, or if no letter can have this id. */
  find(id: string): Promise<DeadLetter | undefined>;

  /** What was done to a letter, oldest first. */
  history(id: string): Promise<readonly DeadLetterAction[]>;

  /**
   * Sets what is replayed instead of the original message, which is kept, and records who did it. Replaces an earlier edit.
   * Rejects with NotFoundError if there is no such letter, and with ValidationError if it does not wait.
   */
  edit(id: string, contents: EditableContents, by: string): Promise<DeadLetter>;

  /**
   * Ends letters, all or none, and records who did it. If one is the head of a held key, the next letter that waits becomes
   * the head; if none waits, the key is no longer held. It only marks: {@link EventStore.replay} records the events.
   * Rejects with NotFoundError if there is no such letter, and with ValidationError if one does not wait.
   */
  settle(ids: readonly string[], settlement: DeadLetterSettlement): Promise<void>;

  /** The held keys of a group, or of all, in ascending order of their heads. */
  heldKeys(filter?: Pick<DeadLetterFilter, 'group' | 'topic'>): Promise<readonly HeldKey[]>;
}
