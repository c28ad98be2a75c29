/** A lease as a memory database keeps it. */
export interface StoredLease {
  readonly holder: string;
  /** The instance that acquired it; names of holders need not be unique. */
  readonly owner: object;
  readonly token: number;
  readonly renewedAt: string;
  readonly expiresAt: string;
  /** The end by the database's monotonic clock. */
  readonly endsAtMs: number;
}
