import { mkdirSync, writeFileSync } from 'node:fs';
import { createShop, type ShopRuntime } from '@foldmart/composition/shop';
import { planRebuilds } from '@foldmart/core';
import { administer } from '../measure/administer.js';
import { settingsFor, type BenchmarkServices } from '../measure/service-settings.js';
import { fillLog } from './fill-log.js';
import { measureLoading, type LoadTimes } from './load-streams.js';
import { measureRebuild, type RebuildPace } from './rebuild-pace.js';
import { writeSteadily, type WriteTimes } from './steady-writer.js';

export interface RebuildOptions {
  /** The number of events in the log; 1,000,000 gives the most reliable result. */
  readonly messages: number;
  readonly tell: (line: string) => void;
}

interface PlanRun {
  readonly id: string;
  readonly pace: RebuildPace;
  readonly writing: WriteTimes;
}

const quietMs = 20_000;

/**
 * Rebuilds every read model of a long log while other processes write, and loads a long stream from
 * its snapshot.
 */
export async function benchmarkRebuild(
  services: BenchmarkServices,
  { messages, tell }: RebuildOptions,
): Promise<string> {
  const database = `bench_rebuild_${String(process.pid)}`;
  await administer(services, [`CREATE DATABASE ${database}`]);
  const system = await createShop(settingsFor(services, database));
  try {
    await fillLog(system, messages, tell);
    await administer(services, ['CHECKPOINT']);
    const quiet = await measureQuiet(system, Math.min(quietMs, messages));
    tell(describeWriting('writers alone', quiet));
    const runs: PlanRun[] = [];
    for (const { id, projections } of planRebuilds(system.projections)) {
      const run = await rebuildWhileWriting(system, id, {
        ...services,
        database,
        projection: projections[0]?.name ?? id,
      });
      tell(describePace(run));
      runs.push(run);
    }
    return describe(quiet, runs, await measureLoading(system));
  } finally {
    await system.close();
    await administer(services, [`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`]);
  }
}

async function measureQuiet(system: ShopRuntime, durationMs: number): Promise<WriteTimes> {
  const { events } = await system.database();
  return writeSteadily(events, () => new Promise((resolve) => setTimeout(resolve, durationMs)));
}

async function rebuildWhileWriting(
  system: ShopRuntime,
  id: string,
  config: Parameters<typeof measureRebuild>[0],
): Promise<PlanRun> {
  const { events } = await system.database();
  const outcome: { pace?: RebuildPace } = {};
  const writing = await writeSteadily(events, async () => {
    outcome.pace = await measureRebuild(config);
  });
  if (outcome.pace === undefined) throw new Error(`the rebuild of ${id} was not measured`);
  return { id, pace: outcome.pace, writing };
}

function describe(quiet: WriteTimes, runs: readonly PlanRun[], loading: LoadTimes): string {
  return [
    `rebuild, ${String(runs[0]?.pace.events ?? 0)} events:`,
    ...runs.map((run) => `  ${describePace(run)}`),
    `  ${describeWriting('writers alone', quiet)}`,
    ...runs.map(({ id, writing }) => `  ${describeWriting(`writers while ${id}`, writing)}`),
    `  ${describeLoading(loading)}`,
    `  every tenth: ${writeTenths(runs)}`,
  ].join('\n');
}

function describePace({ id, pace }: PlanRun): string {
  const { events, seconds, tenths, peakMemoryBytes } = pace;
  const [first = 0] = tenths;
  const last = tenths.at(-1) ?? 0;
  const memory = String(Math.round(peakMemoryBytes / 1_048_576));
  return `${id}: ${String(events)} events in ${seconds.toFixed(1)} s, first tenth ${first.toFixed(0)}/s, last tenth ${last.toFixed(0)}/s (${(last / first).toFixed(2)}), peak ${memory} MiB`;
}

function describeWriting(what: string, { writes, p50, p99, max }: WriteTimes): string {
  return `${what}: ${String(writes)} writes, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${max.toFixed(0)} ms`;
}

function describeLoading({ long, short }: LoadTimes): string {
  const ratio = (long.ms / short.ms).toFixed(2);
  return `loading ${String(long.events)} events by a snapshot ${long.ms.toFixed(2)} ms, ${String(short.events)} without ${short.ms.toFixed(2)} ms: ${ratio}`;
}

function writeTenths(runs: readonly PlanRun[]): string {
  const path = 'reports/benchmark-rebuild.csv';
  mkdirSync('reports', { recursive: true });
  const rows = runs.flatMap(({ id, pace }) =>
    pace.tenths.map((rate, tenth) => `${id},${String(tenth + 1)},${rate.toFixed(0)}`),
  );
  writeFileSync(path, `projections,tenth,events_per_second\n${rows.join('\n')}\n`);
  return path;
}
