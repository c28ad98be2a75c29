import { isPortError, type Clock } from '@foldmart/core';
import * as z from 'zod';
import type { CouponApiDependencies } from '../dependencies.js';
import { inTime } from '../in-time.js';

/** The current state of one service behind the API. */
export const dependencyHealthSchema = z.object({
  name: z.string(),
  status: z.enum(['up', 'down']),
  reason: z.string().optional().describe('Why it is down, without addresses.'),
});

export type DependencyHealth = z.output<typeof dependencyHealthSchema>;

const probeTimeoutMs = 2_000;
const anyCoupon = 1;

/** Probes all services behind the API concurrently. */
export async function probeDependencies({
  ledger,
  queue,
  clock,
}: CouponApiDependencies): Promise<readonly DependencyHealth[]> {
  return Promise.all([
    probe(clock, 'ledger', ledger.status(anyCoupon)),
    probe(clock, 'queue', queue.size(anyCoupon)),
  ]);
}

async function probe(
  clock: Clock,
  name: string,
  asked: Promise<unknown>,
): Promise<DependencyHealth> {
  try {
    await inTime(clock, probeTimeoutMs, asked);
    return { name, status: 'up' };
  } catch (error) {
    return { name, status: 'down', reason: isPortError(error) ? error.reason : 'no answer' };
  }
}
