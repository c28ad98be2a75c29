import { tailEvents } from '@foldmart/composition';
import type { StoredEvent } from '@foldmart/core';
import type { Command } from 'commander';
import { wholeFrom } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { eventLine } from '../event-line.js';
import { isReaderGone } from '../guard-streams.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { requireKeptDatabase } from '../requirements.js';

interface TailOptions {
  readonly lines: number;
  readonly follow?: boolean;
  readonly type?: string;
  readonly stream?: string;
}

/** `foldmart events tail`: shows the end of the log. */
export function addEventsCommand(program: Command, run: RunCommand): void {
  program
    .command('events')
    .description('read the log as a whole')
    .command('tail')
    .description('show the newest events, and with --follow all later ones')
    .option(
      '-n, --lines <n>',
      'how many of the newest events to show first',
      wholeFrom(0, 1_000_000),
      10,
    )
    .option('-f, --follow', 'keep following until Ctrl+C')
    .option('--type <type>', 'only events of this type')
    .option('--stream <prefix>', 'only events of streams whose ids start with this')
    .addHelpText(
      'after',
      '\nWith -o json, prints one JSON object per line. --type and --stream filter the events that are read.',
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
    if (isReaderGone()) break;
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
