import { prepareTopics, runOutbox, surveyOutbox } from '@foldmart/composition';
import type { Command } from 'commander';
import { blockerLines } from '../blocker-lines.js';
import { leaderCells, leaderHeads, unledLines } from '../leader-cells.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireKeptDatabase, requireQueue } from '../requirements.js';

/** `foldmart outbox relay|status`: publishes events from the log to the queue. */
export function addOutboxCommand(program: Command, run: RunCommand): void {
  const outbox = program
    .command('outbox')
    .description('publish the events of commands that were handled on this database');
  outbox
    .command('relay')
    .description('publish new events until Ctrl+C; one process relays, others stand by')
    .addHelpText(
      'after',
      '\nEvents that came from the queue are not sent back. A relay that is killed sends some events twice and loses none.',
    )
    .action(async (_options: unknown, command: Command) => {
      await run(command, relay);
    });
  outbox
    .command('status')
    .description('show how far behind the relay is and who leads it')
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
        ['POSITION', 'EVENTS-BEHIND', 'BEHIND-SINCE', 'MOVED', ...leaderHeads],
        [
          [
            found.position,
            found.behind,
            found.behindSince,
            found.movedAt,
            ...leaderCells(found.leader),
          ],
        ],
      ),
      ...(found.behind > 0 ? unledLines('the outbox', found.leader) : []),
      ...blockerLines(found.blocker),
    ].join('\n'),
  );
  return exitCodes.done;
}
