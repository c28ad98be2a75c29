import { isOneProcess } from '@foldmart/composition';
import type { Command } from 'commander';
import { wholeFrom } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { startPage, type PageOptions } from '../dashboard/start-page.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { untilAborted } from '../until-aborted.js';
import { UsageError } from '../usage-error.js';

/** `foldmart dashboard`: the live page beside the services that processes share. */
export function addDashboardCommand(program: Command, run: RunCommand, help: DomainHelp): void {
  program
    .command('dashboard')
    .description('serve the live page: streams, read models, consumers, projections')
    .option(
      '--port <n>',
      'the port, instead of DASHBOARD_PORT (0 selects a free one)',
      wholeFrom(0, 65_535),
    )
    .option('--open', 'open it in a browser')
    .addHelpText(
      'after',
      `
  QUEUE_TYPE=kafka CACHE_TYPE=redis DB_TYPE=postgres foldmart dashboard --open

The page reads, and joins no group. With DASHBOARD_TOKEN, people who know the token can change something on it. In memory,
foldmart start serves it.`,
    )
    .action(async (options: PageOptions, command: Command) => {
      await run(command, (context) => serve(context, options, help));
    });
}

async function serve(
  context: CommandContext,
  options: PageOptions,
  help: DomainHelp,
): Promise<ExitCode> {
  const { settings, output, signal } = context;
  if (isOneProcess(settings)) throw new UsageError(nothingToSee);
  const page = await startPage(context, help, options);
  try {
    output.result({ address: page.url }, () => 'Ctrl+C ends it');
    await untilAborted(signal);
  } finally {
    await page.close();
  }
  return exitCodes.done;
}

const nothingToSee =
  'foldmart dashboard shows what processes share, and the queue or the database is in this process’s memory: set QUEUE_TYPE and DB_TYPE, or use foldmart start, which serves the page itself';
