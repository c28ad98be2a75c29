import { isPortError, type Clock } from '@foldmart/core';
import * as z from 'zod';
import type { CouponApiDependencies } from '../dependencies.js';
import { inTime } from '../in-time.js';

/** What one service behind the API answered just now. */
export const dependencyHealthSchema = z.object({
  name: z.string(),
  status: z.enum(['up', 'down']),
  reason: z.string().optional().describe('Why it is down, without addresses.'),
});

export type DependencyHealth = z.output<typeof dependencyHealthSchema>;

const probeTimeoutMs = 2_000;
const anyCoupon = 1;

/** Asks each service behind the API for something small, all at the same time. */
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
