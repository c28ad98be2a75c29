import type { CachedEntityKind } from './cached-entity-kind.js';

/**
 * Takes the rows that were never cached, in order of arrival, together with those that were cached longest ago, so
 * that every row is cached in time: see {@link agingBound}.
 */
export interface AgingSelection {
  readonly strategy: 'aging';
  /** Entities of the kind, from 2. */
  readonly batchSize: number;
  /** The share of places for rows that were never cached, 0 to 1. */
  readonly newDataRatio: number;
}

/** The places of one segment in a batch. */
export interface Stratum {
  readonly segment: string;
  /** The share of the batch, 0 to 1; the last stratum gets what the others leave. */
  readonly share: number;
}

/** Takes the first rows of each segment, by fixed shares. */
export interface StratifiedSelection {
  readonly strategy: 'stratified';
  readonly batchSize: number;
  readonly strata: readonly [Stratum, ...Stratum[]];
}

/** How the rows of a kind are chosen. */
export type CacheSelection = AgingSelection | StratifiedSelection;

/** A kind, and how its rows are chosen. */
export interface KindSelection {
  readonly kind: CachedEntityKind;
  readonly selection: CacheSelection;
}

/** Aging, 1,000 entities, half of them never cached before. */
export const defaultCacheSelection: AgingSelection = {
  strategy: 'aging',
  batchSize: 1_000,
  newDataRatio: 0.5,
};
