import { tailEvents } from '@foldmart/composition';
import type { StoredEvent } from '@foldmart/core';
import type { Command } from 'commander';
import { wholeNumber } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { eventLine } from '../event-line.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { requireKeptDatabase } from '../requirements.js';

interface TailOptions {
  readonly lines: number;
  readonly follow?: boolean;
  readonly type?: string;
  readonly stream?: string;
}

/** `foldmart events tail`: the end of the log. */
export function addEventsCommand(program: Command, run: RunCommand): void {
  program
    .command('events')
    .description('read the log as a whole')
    .command('tail')
    .description('show the newest events, and with --follow every later one')
    .option('-n, --lines <n>', 'how many of the newest to begin with', wholeNumber, 10)
    .option('-f, --follow', 'wait for later events until Ctrl+C')
    .option('--type <type>', 'only events of this type')
    .option('--stream <prefix>', 'only events of streams whose ids begin so')
    .addHelpText(
      'after',
      '\nWith -o json, one JSON object a line. --type and --stream filter what is read.',
    )
    .action(async (options: TailOptions, command: Command) => {
      await run(command, (context) => tail(context, options));
    });
}

async function tail(context: CommandContext, options: TailOptions): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  requireKeptDatabase('events tail', settings);
  const request = { last: options.lines, follow: options.follow === true, signal };
  for await (const event of tailEvents(system, request)) {
    if (isWanted(event, options)) output.result(event, () => eventLine(event));
  }
  return exitCodes.done;
}

function isWanted(event: StoredEvent, { type, stream }: TailOptions): boolean {
  return (
    (type === undefined || event.type === type) &&
    (stream === undefined || event.streamId.startsWith(stream))
  );
}
