/** Makes event and entity ids. */
export interface IdSource {
  /** A new UUID in its text form, unique for good. A seeded source repeats its sequence. */
  next(): string;
}
