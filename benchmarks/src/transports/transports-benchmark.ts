import { createShop, type ShopSettings } from '@foldmart/composition/shop';
import { silentLogger } from '@foldmart/core';
import { removeAllTraces } from '../measure/remove-all-traces.js';
import { settingsFor, type BenchmarkServices } from '../measure/service-settings.js';
import { runWorkload, type WorkloadResult } from './run-workload.js';
import { makeWorkload, type Workload } from './workload.js';

export interface TransportsOptions {
  /** The number of orders. */
  readonly messages: number;
  readonly tell: (line: string) => void;
}

interface Transports {
  readonly queue: 'memory' | 'redis' | 'kafka';
  readonly database: 'memory' | 'postgres';
}

interface Run extends Transports, WorkloadResult {
  readonly seconds: number;
}

const queues = ['memory', 'redis', 'kafka'] as const;
const databases = ['memory', 'postgres'] as const;

/** One workload on every queue with every database, one after another. Rejects unless all end in the same state. */
export async function compareTransports(
  services: BenchmarkServices,
  { messages, tell }: TransportsOptions,
): Promise<string> {
  const workload = await makeWorkload(messages);
  const runs = await runOnAll(services, workload, tell);
  const [first, ...others] = new Set(runs.map(({ stateHash }) => stateHash));
  if (first === undefined || others.length > 0) {
    throw new Error(`the states differ:\n${runs.map(describe).join('\n')}`);
  }
  return [...runs.map(describe), '', `one state on ${String(runs.length)} sets: ${first}`].join(
    '\n',
  );
}

async function runOnAll(
  services: BenchmarkServices,
  workload: Workload,
  tell: (line: string) => void,
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  try {
    for (const queue of queues) {
      for (const database of databases) {
        const run = await runOn(services, { queue, database }, workload);
        tell(describe(run));
        runs.push(run);
      }
    }
    return runs;
  } finally {
    await removeAllTraces(services);
  }
}

async function runOn(
  services: BenchmarkServices,
  transports: Transports,
  workload: Workload,
): Promise<Run> {
  const { queue, database } = transports;
  const prefix = `${services.prefix}${queue}_${database}_`;
  const settings = settingsFor({ ...services, prefix }, `${prefix}shop`, {
    QUEUE_TYPE: queue,
    DB_TYPE: database,
    CACHE_TYPE: queue === 'memory' ? 'memory' : 'redis',
    CACHE_REFRESH_INTERVAL: '1',
    COUPON_TOPIC: `${prefix}coupons`,
    COUPON_GROUP: `${prefix}coupon-workers`,
  });
  const startedAt = performance.now();
  const result = await runShop(settings, workload);
  return { ...transports, ...result, seconds: (performance.now() - startedAt) / 1_000 };
}

async function runShop(settings: ShopSettings, workload: Workload): Promise<WorkloadResult> {
  const shop = await createShop(settings, { logger: silentLogger });
  try {
    return await runWorkload(shop, workload);
  } finally {
    await shop.close();
  }
}

function describe(run: Run): string {
  const { queue, database, seconds, events, replayed, gradeChanges, issued, stateHash } = run;
  const counts = [
    `${String(events)} events`,
    `${String(replayed)} letters replayed`,
    `${String(gradeChanges)} grades changed`,
    `${String(issued)} coupons issued`,
  ];
  const where = `${queue} queue, ${database} database:`.padEnd(34);
  return `${where} ${counts.join(', ')}, ${seconds.toFixed(1)} s, state ${stateHash.slice(0, 16)}`;
}
