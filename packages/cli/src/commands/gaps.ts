import { surveyGaps } from '@foldmart/composition';
import type { Command } from 'commander';
import { wholeNumber } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireKeptDatabase } from '../requirements.js';
import { withNamesHere } from '../topics/name-here.js';

interface DismissOptions {
  readonly group: string;
  readonly topic: string;
  readonly partition?: number;
}

/** `foldmart gaps` and `foldmart gaps dismiss`. */
export function addGapsCommand(program: Command, run: RunCommand): void {
  const gaps = program
    .command('gaps')
    .description('list messages that a group acknowledged and the database does not have')
    .addHelpText(
      'after',
      `
A database that was restored from an older copy lacks what was consumed after the copy. To mend it: stop the
consumers, reset the group to FROM in the partition, and consume again. Recorded events are recognised as duplicates.
A gap from 0 of a partition whose first messages have expired stays until it is dismissed.
Exit code 1 if there are gaps.`,
    )
    .action(async (_options: unknown, command: Command) => {
      await run(command, list);
    });
  gaps
    .command('dismiss')
    .description('give up the missing messages of a group')
    .requiredOption('--group <group>', 'the consumer group')
    .requiredOption('--topic <topic>', 'its topic')
    .option('--partition <number>', 'one partition (default: all)', wholeNumber)
    .action(async (options: DismissOptions, command: Command) => {
      await run(command, (context) => dismiss(context, options));
    });
}

async function list({ settings, system, output }: CommandContext): Promise<ExitCode> {
  requireKeptDatabase('gaps', settings);
  const gaps = await surveyGaps(system);
  output.result({ gaps }, () =>
    plainTable(
      ['GROUP', 'TOPIC', 'PARTITION', 'FROM', 'TO', 'FOUND-AT'],
      gaps.map(({ group, topic, partition, from, to, foundAt }) => [
        group,
        topic,
        partition,
        from,
        to,
        foundAt ?? 'not consumed yet',
      ]),
    ),
  );
  return gaps.length === 0 ? exitCodes.done : exitCodes.notRight;
}

async function dismiss(context: CommandContext, options: DismissOptions): Promise<ExitCode> {
  const { settings, system, output } = context;
  requireKeptDatabase('gaps dismiss', settings);
  const { events } = await system.database();
  const { group, topic, partition } = withNamesHere(context, options);
  const dismissed = await events.dismissGaps(group, topic, partition);
  output.result({ dismissed }, () => `dismissed ${String(dismissed)}`);
  return exitCodes.done;
}
