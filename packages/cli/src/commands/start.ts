import {
  isVerified,
  roles as allRoles,
  usefulRoles,
  verify,
  type Role,
  type RunningRoles,
  type VerifyReport,
} from '@foldmart/composition';
import { InvalidArgumentError, type Command } from 'commander';
import { collect, secondsToMs, wholeFrom } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { withPage } from '../dashboard/start-page.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { RoleReporter, type WorkDone } from '../role-reporter.js';
import { UsageError } from '../usage-error.js';
import { describeVerification } from '../verification-report.js';

interface StartOptions {
  readonly roles?: readonly Role[];
  readonly instances: number;
  readonly duration?: number;
  readonly verify?: boolean;
  readonly allowTable: readonly string[];
  readonly open?: boolean;
  readonly dashboard: boolean;
}

/** `foldmart start`: the roles of the domain in one process. */
export function addStartCommand(program: Command, run: RunCommand, help: DomainHelp): void {
  program
    .command('start')
    .description(`run ${help.name} in this process until Ctrl+C`)
    .option(
      '--roles <names>',
      `some of ${allRoles.join(',')} (default: those with work to do)`,
      roleNames,
    )
    .option('--instances <n>', 'consumers of each type', wholeFrom(1, 1_000), 1)
    .option('--duration <seconds>', 'end after this time (default: at Ctrl+C)', secondsToMs)
    .option('--verify', 'at the end, fold the whole log and compare every read model with it')
    .option('--allow-table <name>', 'for --verify: a table that may be there', collect, [])
    .option('--open', 'open the live page in a browser')
    .option('--no-dashboard', 'do not serve the live page')
    .addHelpText(
      'after',
      `
  foldmart start --duration 10 --verify
  foldmart start --roles consumers,projections

Without settings, everything runs in this process's memory, and a live page shows it. On real services:
  QUEUE_TYPE=kafka CACHE_TYPE=redis DB_TYPE=postgres foldmart start`,
    )
    .action(async (options: StartOptions, command: Command) => {
      await run(command, (context) => start(context, options, help));
    });
}

function roleNames(text: string): readonly Role[] {
  return text.split(',').map((name) => {
    const role = allRoles.find((each) => each === name.trim());
    if (role !== undefined) return role;
    throw new InvalidArgumentError(`expected some of ${allRoles.join(', ')}, joined by commas`);
  });
}

async function start(
  context: CommandContext,
  options: StartOptions,
  help: DomainHelp,
): Promise<ExitCode> {
  const { system, settings, output } = context;
  const chosen = options.roles ?? usefulRoles(system);
  if (chosen.length === 0) {
    throw new UsageError(`foldmart start: ${help.name} has no work for any role on these settings`);
  }
  output.progress(
    `${help.name} started: queue ${settings.queueType}, cache ${settings.cacheType}, database ${settings.databaseType} (Ctrl+C stops it)`,
  );
  const done = await withPage(context, help, options, () => work(context, chosen, options));
  const report = options.verify === true ? await verified(context, options) : undefined;
  output.result({ roles: chosen, ...done, ...report }, () =>
    [
      describe(done),
      ...(report === undefined ? [] : [describeVerification(report, system.domain, help)]),
    ].join('\n'),
  );
  return report === undefined || isVerified(report) ? exitCodes.done : exitCodes.notRight;
}

function verified(
  { system, signal }: CommandContext,
  { allowTable: allowedTables }: StartOptions,
): Promise<VerifyReport> {
  return verify(system, { allowedTables, ...(signal.aborted ? {} : { signal }) });
}

async function work(
  context: CommandContext,
  chosen: readonly Role[],
  { instances, duration }: StartOptions,
): Promise<WorkDone> {
  const { system, output } = context;
  const reporter = new RoleReporter(output, system, instances);
  const running = await system.start({ roles: chosen, instances, observer: reporter.observer });
  reporter.started(running);
  await untilStopped(context, running, duration);
  await running.stop();
  if (chosen.includes('projections')) await system.catchUp();
  return reporter.done(running);
}

/** Resolves at the signal or after the duration; rejects with the error of a role that failed. */
async function untilStopped(
  { system, signal }: CommandContext,
  running: RunningRoles,
  durationMs: number | undefined,
): Promise<void> {
  const stopping = new AbortController();
  const either = AbortSignal.any([signal, stopping.signal]);
  const aborted = new Promise<void>((resolve) => {
    if (either.aborted) resolve();
    else either.addEventListener('abort', () => resolve(), { once: true });
  });
  const over = durationMs === undefined ? aborted : system.clock.sleep(durationMs, either);
  try {
    await Promise.race([over, running.ended]);
  } finally {
    stopping.abort();
  }
}

function describe(done: WorkDone): string {
  const { received, appended, duplicates, conflicts, deadLetters, relayed, refreshes } = done;
  return plainTable(
    ['received', 'persisted', 'duplicates', 'conflicts', 'dead letters', 'relayed', 'refreshes'],
    [[received, appended, duplicates, conflicts, deadLetters, relayed, refreshes]],
  );
}
