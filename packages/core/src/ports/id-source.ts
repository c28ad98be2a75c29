/** Makes event and entity ids. */
export interface IdSource {
  /**
   * A new UUID in its text form, unique for good. A seeded source repeats its sequence. Ids that begin with the time cost a
   * database less to record, and nothing may take them for an order.
   */
  next(): string;
}
