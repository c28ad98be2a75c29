import { administer } from '../measure/administer.js';
import { runContender } from '../measure/child.js';
import type { BenchmarkReport } from '../measure/report.js';
import { interleave, type Contender } from '../measure/rounds.js';
import type { BenchmarkServices } from '../measure/service-settings.js';
import type { CouponConfig } from './coupon-config.js';

export interface CouponsOptions {
  readonly messages: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

const oneByOneRequests = 10_000;

/**
 * A rush: nearly all users find the stock empty, and a plain statement has nothing to write for
 * them.
 */
export function benchmarkCoupons(
  services: BenchmarkServices,
  options: CouponsOptions,
): Promise<BenchmarkReport> {
  return decideRequests(services, 'coupons', 100, options);
}

/** A campaign with a coupon for every user. */
export function benchmarkCouponsInStock(
  services: BenchmarkServices,
  options: CouponsOptions,
): Promise<BenchmarkReport> {
  return decideRequests(services, 'coupons-in-stock', options.messages, options);
}

/**
 * Decides requests for one coupon: Foldmart's batches, one statement per request, and a script in
 * Redis.
 */
async function decideRequests(
  services: BenchmarkServices,
  benchmark: string,
  stock: number,
  { messages, rounds, tell }: CouponsOptions,
): Promise<BenchmarkReport> {
  const contender = (name: string, requests: number): Contender => ({
    name,
    run: async (round) => {
      const database = `bench_coupons_${name.replaceAll('-', '_')}_${String(round)}_${String(process.pid)}`;
      await administer(services, [`CREATE DATABASE ${database}`]);
      try {
        const config: CouponConfig = { ...services, database, requests, stock };
        return await runContender(new URL(`./${name}.js`, import.meta.url), config);
      } finally {
        await administer(services, [`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`]);
      }
    },
  });
  const results = await interleave(
    [
      contender('foldmart', messages),
      contender('one-by-one', Math.min(oneByOneRequests, messages)),
      contender('redis-script', messages),
    ],
    rounds,
    tell,
  );
  return { benchmark, messages, results };
}
