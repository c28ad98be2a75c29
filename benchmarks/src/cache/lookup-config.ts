import type { BenchmarkServices } from '../measure/service-settings.js';

/** The configuration of a way to look up users and products. */
export interface LookupConfig extends BenchmarkServices {
  /** A database with a catalogue. */
  readonly database: string;
  /** How long to look up at the producer's pace. */
  readonly durationMs: number;
}

/** The report of the part at the producer's pace. */
export interface PacedLookups {
  /** Users and products that were looked up. */
  readonly messages: number;
  readonly seconds: number;
  /** Statements that Postgres was sent for them. */
  readonly queries: number;
  /** How often the cache was filled. */
  readonly refreshes: number;
  /** How long each look-up took, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}
