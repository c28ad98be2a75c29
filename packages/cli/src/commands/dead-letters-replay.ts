import {
  assertHeadsChosen,
  discardDeadLetters,
  isRecordedBy,
  replayDeadLetters,
  type DeadLetterReplay,
} from '@foldmart/composition';
import type { DeadLetter } from '@foldmart/core';
import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import { isConfirmed } from '../confirmation.js';
import {
  chosenLetters,
  type ChoiceOptions,
  type ChosenLetters,
} from '../dead-letters/chosen-letters.js';
import { addFilterOptions } from '../dead-letters/letter-filter.js';
import { operatorName } from '../dead-letters/operator-name.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireKeptDatabase, requireQueue } from '../requirements.js';
import { withNamesHere } from '../topics/name-here.js';

interface ChangeOptions extends ChoiceOptions {
  readonly by: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly note?: string;
}

/** `foldmart dead-letters replay` and `foldmart dead-letters discard`. */
export function addDeadLettersReplay(letters: Command, run: RunCommand): void {
  addChoice(
    letters
      .command('replay [id...]')
      .description(
        'process dead letters again, and what waits behind them, in the order of each key',
      ),
  )
    .option('--dry-run', 'do everything and roll it back, to see what would happen')
    .addHelpText(
      'after',
      `
Letters of the domain's consumers are recorded in the log. Letters of other groups are published to their topic
again, with their key, headers and event id. A letter that fails stays, and its key waits.
Exit code 1 if a letter failed, or was left because an earlier one of its key waits.`,
    )
    .action(async (ids: string[], options: ChangeOptions, command: Command) => {
      await run(command, (context) => replay(context, ids, options));
    });
  addChoice(
    letters
      .command('discard [id...]')
      .description('give up dead letters; what waits behind them follows'),
  )
    .option('--note <text>', 'why; kept with the letter')
    .action(async (ids: string[], options: ChangeOptions, command: Command) => {
      await run(command, (context) => discard(context, ids, options));
    });
}

function addChoice(command: Command): Command {
  return addFilterOptions(command)
    .option('--all', 'all letters that wait')
    .option('--by <name>', 'who does it', operatorName())
    .option('--yes', 'do not ask');
}

async function replay(
  context: CommandContext,
  ids: readonly string[],
  options: ChangeOptions,
): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  const { by, dryRun = false } = options;
  requireKeptDatabase('dead-letters replay', settings);
  const { deadLetters } = await system.database();
  const chosen = await chosenLetters(deadLetters, 'replay', ids, withNamesHere(context, options));
  if (!chosen.byFilter) await assertHeadsChosen(deadLetters, [...(chosen.letters as DeadLetter[])]);
  if (!dryRun && !(await mayChange(context, 'Replay', chosen, options))) return unchanged(context);
  const letters = requiringQueue(context, chosen.letters, dryRun);
  const done = await replayDeadLetters(system, { letters, by, dryRun, signal });
  output.result({ dryRun, ...done }, () => replayText(done, dryRun));
  return isComplete(done) ? exitCodes.done : exitCodes.notRight;
}

async function discard(
  context: CommandContext,
  ids: readonly string[],
  options: ChangeOptions,
): Promise<ExitCode> {
  const { settings, system, output, signal } = context;
  const { by, note } = options;
  requireKeptDatabase('dead-letters discard', settings);
  const { deadLetters } = await system.database();
  const chosen = await chosenLetters(deadLetters, 'discard', ids, withNamesHere(context, options));
  if (!(await mayChange(context, 'Discard', chosen, options))) return unchanged(context);
  const { letters } = chosen;
  const why = note === undefined ? {} : { note };
  const report = await discardDeadLetters(system, { letters, by, signal, ...why });
  output.result(report, () =>
    [`discarded ${String(report.discarded)}`, ...followedText(report.followed)].join('\n'),
  );
  return isComplete(report.followed) ? exitCodes.done : exitCodes.notRight;
}

/** Asks only if a filter chose the letters: the operator has not seen how many there are. */
function mayChange(
  { signal }: CommandContext,
  what: string,
  { count, byFilter }: ChosenLetters,
  { yes = false }: ChangeOptions,
): Promise<boolean> {
  const letters = count === 1 ? 'letter' : 'letters';
  return isConfirmed(`${what} ${String(count)} dead ${letters}?`, {
    yes: yes || !byFilter || count === 0,
    signal,
  });
}

/** Fails at the first letter that has to be published if there is no queue to publish to. */
async function* requiringQueue(
  { system, settings }: CommandContext,
  letters: ChosenLetters['letters'],
  dryRun: boolean,
): AsyncGenerator<DeadLetter, void, undefined> {
  for await (const letter of letters) {
    if (!dryRun && !isRecordedBy(system.domain, letter.source)) {
      requireQueue(`dead-letters replay ${letter.id}`, settings);
    }
    yield letter;
  }
}

function isComplete({ failed, left }: DeadLetterReplay): boolean {
  return failed.length === 0 && left === 0;
}

function unchanged({ output }: CommandContext): ExitCode {
  output.progress('nothing was changed');
  return exitCodes.notRight;
}

function replayText(replay: DeadLetterReplay, dryRun: boolean): string {
  const { appended, duplicates, published, failed, left } = replay;
  const counts = plainTable(
    ['RECORDED', 'DUPLICATES', 'PUBLISHED', 'FAILED', 'LEFT'],
    [[appended, duplicates, published, failed.length, left]],
  );
  const note = dryRun ? ['a dry run: nothing was changed'] : [];
  return [counts, ...failedText(replay), ...note].join('\n');
}

function followedText(followed: DeadLetterReplay): readonly string[] {
  const { appended, duplicates, published } = followed;
  const count = appended + duplicates + published;
  if (count === 0 && isComplete(followed)) return [];
  return [`replayed ${String(count)} that waited behind`, ...failedText(followed)];
}

function failedText({ failed, left }: DeadLetterReplay): readonly string[] {
  return [
    ...failed.map(({ id, reason, detail }) => `${id} failed: ${reason}: ${detail}`),
    ...(left === 0 ? [] : [`${String(left)} wait behind an earlier message of their key`]),
  ];
}
