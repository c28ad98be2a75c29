import { coloursFor } from '@foldmart/composition';
import type { Command } from 'commander';
import { intervalMs } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { liveSettings } from '../live/live-settings.js';
import { showLive } from '../live/live-view.js';
import { cacheLine } from '../monitor/cache-line.js';
import { monitorLines } from '../monitor/monitor-lines.js';
import { MonitorReader } from '../monitor/monitor-reader.js';
import { monitorData, troublesOf, type MonitorSample } from '../monitor/monitor-sample.js';
import { clockTime } from '../progress-lines.js';
import { requireCache } from '../requirements.js';
import { UsageError } from '../usage-error.js';

interface MonitorOptions {
  readonly line?: boolean;
  readonly once?: boolean;
  readonly interval: number;
}

/** `foldmart monitor`: the whole system on one screen, or its cache on one line. */
export function addMonitorCommand(program: Command, run: RunCommand, help: DomainHelp): void {
  program
    .command('monitor')
    .description('show rates, lag, cache, dead letters and projections on one live screen')
    .option('--line', 'only the cache, on one line (default if the output is no terminal)')
    .option('--once', 'show it once and end; exit code 3 if a service does not answer')
    .option('--interval <seconds>', 'the time between two readings', intervalMs, 1_000)
    .addHelpText(
      'after',
      `
With -o json, prints one object a line with everything. Changes nothing, and joins no group.

  foldmart monitor --line
  [11:45:35] [15/50s ######--------------] | MEM: 2.25M | HIT: 100.0% | CACHE: users=1000 | refreshes: 1`,
    )
    .action(async (options: MonitorOptions, command: Command) => {
      await run(
        command,
        (context) => monitor(context, options, help),
        () => liveSettings(options.once !== true),
      );
    });
}

async function monitor(
  context: CommandContext,
  { line = !process.stdout.isTTY, once = false, interval }: MonitorOptions,
  help: DomainHelp,
): Promise<ExitCode> {
  const { output, settings } = context;
  const isLine = line && output.format === 'text';
  if (isLine) requireCache('monitor --line', settings);
  const reader = new MonitorReader(context, help);
  if (reader.isEmpty) throw new UsageError(nothingToSee);
  const parts = isLine ? 'cache' : 'all';
  const describe = (sample: MonitorSample): readonly string[] =>
    isLine ? [lineOf(sample)] : screenOf(sample, interval, help);
  if (once) {
    const sample = await reader.read(onceLimitMs, parts);
    output.result(monitorData(sample), () => describe(sample).join('\n'));
    return troublesOf(sample).length === 0 ? exitCodes.done : exitCodes.service;
  }
  await showLive<MonitorSample>(context, {
    intervalMs: interval,
    sample: () => reader.read(Math.max(interval, 1_000), parts),
    data: monitorData,
    describe,
  });
  return exitCodes.done;
}

/** How long a single reading may take. */
const onceLimitMs = 30_000;

const nothingToSee =
  'foldmart monitor shows what processes share, and everything is in this process’s memory: set QUEUE_TYPE, CACHE_TYPE or DB_TYPE';

function screenOf(sample: MonitorSample, interval: number, { name }: DomainHelp) {
  return monitorLines(sample, {
    name,
    intervalMs: interval,
    colours: coloursFor(process.stdout),
  });
}

function lineOf({ atMs, cache }: MonitorSample): string {
  const time = `[${clockTime(atMs)}]`;
  if (cache?.trouble !== undefined) return `${time} ${cache.trouble}`;
  return cache?.figures === undefined ? time : `${time} ${cacheLine(cache.figures)}`;
}
