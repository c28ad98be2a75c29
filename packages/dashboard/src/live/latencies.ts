import type { StoredEvent } from '@foldmart/core';
import type { LatencyView } from '../views/overview-view.js';

interface Measured {
  readonly atMs: number;
  readonly ms: number;
}

const windowMs = 60_000;
const mostOfOne = 2_000;

/** How long events took from their time until they were recorded, by origin, over the last minute. */
export class Latencies {
  readonly #byOrigin = new Map<string, Measured[]>();

  /** Takes new events. Those of an import have times of their own, and tell nothing. */
  add(events: readonly StoredEvent[], nowMs: number): void {
    for (const { origin, time, recordedAt } of events) {
      const ms = Date.parse(recordedAt) - Date.parse(time);
      if (!isLive(origin) || Number.isNaN(ms)) continue;
      const measured = this.#byOrigin.get(origin) ?? [];
      measured.push({ atMs: nowMs, ms: Math.max(0, ms) });
      this.#byOrigin.set(origin, measured);
    }
    for (const [origin, measured] of this.#byOrigin) {
      const kept = measured.filter(({ atMs }) => nowMs - atMs <= windowMs).slice(-mostOfOne);
      if (kept.length === 0) this.#byOrigin.delete(origin);
      else this.#byOrigin.set(origin, kept);
    }
  }

  /** The percentiles of these origins together; null if nothing came from them. */
  of(origins: readonly string[]): LatencyView | null {
    const values = origins
      .flatMap((origin) => this.#byOrigin.get(origin) ?? [])
      .map(({ ms }) => ms)
      .sort((one, other) => one - other);
    if (values.length === 0) return null;
    const at = (share: number): number =>
      values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
    return { count: values.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}

function isLive(origin: string): boolean {
  return origin === 'command' || origin.startsWith('bus:');
}
