import type { ProducedKind } from '@foldmart/core/shop';
import type { BenchmarkServices } from '../measure/service-settings.js';

/** The configuration of a shop whose pace is measured. */
export interface PacedShopConfig extends BenchmarkServices {
  readonly database: string;
  readonly durationMs: number;
  /** Orders a second, instead of the shop's own pace. */
  readonly rate?: number;
  readonly users: number;
  readonly products: number;
}

/** Counts of each second of a run; the n-th one is of the n-th second. */
export interface PaceBySecond {
  readonly published: Readonly<Record<ProducedKind, readonly number[]>>;
  readonly persisted: readonly number[];
}

/** The report of a shop. */
export interface PacedShop {
  readonly messages: number;
  readonly seconds: number;
  readonly pace: PaceBySecond;
  readonly published: number;
  readonly persisted: number;
  readonly lag: number;
}
