import { deadLetterStatuses, inspectLetter, type LetterReading } from '@foldmart/composition';
import type { DeadLetterStatus } from '@foldmart/core';
import { Option, type Command } from 'commander';
import { positiveNumber, wholeNumber } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { addFilterOptions, filterOf, type FilterOptions } from '../dead-letters/letter-filter.js';
import { letterData, letterTable, letterText } from '../dead-letters/letter-view.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { requireKeptDatabase } from '../requirements.js';
import { withNamesHere } from '../topics/name-here.js';
import { addDeadLettersEdit } from './dead-letters-edit.js';
import { addDeadLettersReplay } from './dead-letters-replay.js';

interface ListOptions extends FilterOptions {
  readonly status: DeadLetterStatus | 'any';
  readonly after?: number;
  readonly limit: number;
}

/** `foldmart dead-letters list|show|edit|replay|discard`. */
export function addDeadLettersCommand(program: Command, run: RunCommand): void {
  const letters = program
    .command('dead-letters')
    .description(
      'show messages that could not be processed, mend them, and replay or discard them',
    );
  addFilterOptions(letters.command('list').description('show dead letters, oldest first'))
    .addOption(
      new Option('--status <status>', 'only letters with this status')
        .choices([...deadLetterStatuses, 'any'])
        .default('waiting'),
    )
    .option('--after <id>', 'only letters after this one', wholeNumber)
    .option('--limit <n>', 'at most this many', positiveNumber, 50)
    .action(async (options: ListOptions, command: Command) => {
      await run(command, (context) => list(context, options));
    });
  letters
    .command('show <id>')
    .description('show a dead letter: its message, why it is parked, and what waits behind it')
    .action(async (id: string, _options: unknown, command: Command) => {
      await run(command, (context) => show(context, id));
    });
  addDeadLettersEdit(letters, run);
  addDeadLettersReplay(letters, run);
}

async function list(
  context: CommandContext,
  { status, after, limit, ...options }: ListOptions,
): Promise<ExitCode> {
  const { settings, system, output } = context;
  requireKeptDatabase('dead-letters list', settings);
  const { deadLetters } = await system.inspect();
  const filter = {
    ...filterOf(withNamesHere(context, options)),
    ...(status !== 'any' && { status }),
  };
  const [letters, total] = await Promise.all([
    deadLetters.list({ ...filter, limit, ...(after !== undefined && { after: String(after) }) }),
    deadLetters.count(filter),
  ]);
  output.result({ letters: letters.map(letterData), total }, () => letterTable(letters));
  if (letters.length === limit && letters.length < total) {
    output.progress(
      `${String(letters.length)} of ${String(total)}; continue with --after ${letters.at(-1)?.id ?? ''}`,
    );
  }
  return exitCodes.done;
}

async function show({ settings, system, output }: CommandContext, id: string): Promise<ExitCode> {
  requireKeptDatabase('dead-letters show', settings);
  const {
    letter,
    history,
    held,
    reading: read,
  } = await inspectLetter(system, await system.inspect(), id);
  const reading = readingText(read);
  const behind = held === undefined ? null : { head: held.head, waiting: held.waiting };
  output.result({ ...letterData(letter), reading, held: behind, history }, () =>
    letterText({ letter, history, held, reading }),
  );
  return exitCodes.done;
}

function readingText({ isReadable, text }: LetterReading): string {
  return `${isReadable ? 'readable' : 'not readable'}: ${text}`;
}
