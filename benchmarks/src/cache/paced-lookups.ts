import { producerSettingsSchema } from '@foldmart/core/shop';
import { seededChance } from '@foldmart/generator';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentilesOf } from '../measure/percentiles.js';
import type { PacedLookups } from './lookup-config.js';

/** Looks up a random user, or a random product. */
export type Lookup = (kind: 'users' | 'products') => Promise<unknown>;

type Range = { readonly min: number; readonly max: number };

const { size, pauseMs } = producerSettingsSchema.parse({}).orders;

/** Looks up a user and a product for each order that a producer would make in this time, the same orders for everyone. */
export async function lookUpAtPace(
  durationMs: number,
  lookup: Lookup,
): Promise<Pick<PacedLookups, 'messages' | 'seconds' | 'p50' | 'p99'>> {
  const { random } = seededChance('pace')('orders');
  const between = ({ min, max }: Range): number =>
    min + Math.floor(random.next() * (max - min + 1));
  const times: number[] = [];
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  while (elapsed() < durationMs) {
    for (let order = between(size); order > 0; order -= 1) {
      for (const kind of ['users', 'products'] as const) {
        const askedAt = performance.now();
        await lookup(kind);
        times.push(performance.now() - askedAt);
      }
    }
    await sleep(Math.min(between(pauseMs), Math.max(0, durationMs - elapsed())));
  }
  return { messages: times.length, seconds: elapsed() / 1_000, ...percentilesOf(times) };
}
