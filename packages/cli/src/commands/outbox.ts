import { prepareTopics, runOutbox, surveyOutbox } from '@foldmart/composition';
import type { Command } from 'commander';
import { blockerLines } from '../blocker-lines.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireKeptDatabase, requireQueue } from '../requirements.js';

/** `foldmart outbox relay|status`: from the log onto the queue. */
export function addOutboxCommand(program: Command, run: RunCommand): void {
  const outbox = program
    .command('outbox')
    .description('publish the events of commands that were handled on this database');
  outbox
    .command('relay')
    .description('publish them until Ctrl+C; one process of many does it, the others stand by')
    .addHelpText(
      'after',
      '\nEvents that came over the queue are not sent back. After a kill, some events are sent twice and none is lost.',
    )
    .action(async (_options: unknown, command: Command) => {
      await run(command, relay);
    });
  outbox
    .command('status')
    .description('show how far the relay is')
    .action(async (_options: unknown, command: Command) => {
      await run(command, status);
    });
}

async function relay({ settings, system, output, signal }: CommandContext): Promise<ExitCode> {
  requireKeptDatabase('outbox relay', settings);
  requireQueue('outbox relay', settings);
  await prepareTopics(system);
  output.progress('outbox relay started');
  await runOutbox(system, {
    signal,
    onRelayed(relayed) {
      if (relayed.published > 0) {
        output.result(relayed, () => `relayed ${String(relayed.published)} events`);
      }
    },
  });
  return exitCodes.done;
}

async function status({ settings, system, output }: CommandContext): Promise<ExitCode> {
  requireKeptDatabase('outbox status', settings);
  const found = await surveyOutbox(system);
  output.result(found, () =>
    [
      plainTable(
        ['POSITION', 'EVENTS-BEHIND', 'MOVED'],
        [[found.position, found.behind, found.movedAt]],
      ),
      ...blockerLines(found.blocker),
    ].join('\n'),
  );
  return exitCodes.done;
}
