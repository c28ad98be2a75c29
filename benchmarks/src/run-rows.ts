import type { RowOptions } from './command-line/read-row-options.js';
import type { RowResult } from './frame/row-result.js';
import type { Row } from './frame/row.js';
import { runRow } from './frame/run-row.js';
import { SharedHosts } from './frame/shared-hosts.js';
import { serverCpuReader } from './frame/server-cpu.js';
import { administer } from './measure/administer.js';
import { concurrently } from './measure/concurrently.js';
import { removeAllTraces } from './measure/remove-all-traces.js';
import type { StartedServices } from './measure/services.js';
import { describeMachine } from './report/machine.js';
import type { RunReport } from './report/run-report.js';

/** Runs rows one after another, tells each result, and deletes what they made on the services. */
export async function runRows(
  rows: readonly Row[],
  { services, processes }: StartedServices,
  options: RowOptions,
  tell: { readonly progress: (line: string) => void; readonly result: (row: RowResult) => void },
): Promise<RunReport> {
  const startedAt = new Date();
  const machine = await describeMachine(services);
  const { scale, rounds } = options;
  // A check asks whether rows work, and starts no process for each of a hundred contenders.
  const hosts = scale === 'check' ? new SharedHosts() : undefined;
  const readServerCpu = serverCpuReader(processes);
  const run = async (row: Row): Promise<RowResult> => {
    tell.progress(`${row.name}: ${row.about}`);
    const size = options.messages ?? row.sizes[scale] ?? row.sizes.full;
    const shared = { services, size, rounds, readServerCpu, tell: tell.progress };
    const result = await runRow(row, { ...shared, ...(hosts === undefined ? {} : { hosts }) });
    tell.result(result);
    return result;
  };
  const results: RowResult[] = [];
  try {
    if (hosts !== undefined) results.push(...(await runChains(rows, run)));
    else {
      for (const row of rows) {
        results.push(await run(row));
        await administer(services, ['CHECKPOINT']);
      }
    }
  } finally {
    hosts?.end();
    await removeAllTraces(services);
  }
  const minutes = (Date.now() - startedAt.getTime()) / 60_000;
  const about = { format: 1 as const, startedAt: startedAt.toISOString(), minutes, scale, rounds };
  return { ...about, machine, rows: results };
}

const chainsAtOnce = 3;

/** Runs some rows at once; those that share databases follow one another. */
async function runChains(
  rows: readonly Row[],
  run: (row: Row) => Promise<RowResult>,
): Promise<readonly RowResult[]> {
  const names = new Set(rows.map(chainOf));
  const chains = [...names].map((name) => rows.filter((row) => chainOf(row) === name));
  const results: RowResult[] = [];
  await concurrently({ total: chains.length, waiting: chainsAtOnce }, async (nth) => {
    for (const row of chains[nth - 1] ?? []) results.push(await run(row));
  });
  return rows.flatMap(({ name }) => results.filter((result) => result.row === name));
}

function chainOf({ name, sharedDatabase }: Row): string {
  return sharedDatabase ?? name;
}
