import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { readingOf } from '@foldmart/composition';
import { assertWaiting, type MessageHeaders } from '@foldmart/core';
import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import { editInEditor } from '../dead-letters/edit-in-editor.js';
import {
  editedContents,
  fieldChange,
  headerChange,
  type Changes,
  type FieldChange,
} from '../dead-letters/edited-contents.js';
import { letterData } from '../dead-letters/letter-view.js';
import { operatorName } from '../dead-letters/operator-name.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { requireKeptDatabase } from '../requirements.js';
import { UsageError } from '../usage-error.js';

interface EditOptions {
  readonly value?: string;
  readonly field?: readonly FieldChange[];
  readonly header?: MessageHeaders;
  readonly by: string;
}

/** `foldmart dead-letters edit`. */
export function addDeadLettersEdit(letters: Command, run: RunCommand): void {
  letters
    .command('edit <id>')
    .description('change what is replayed; the original message is kept beside it')
    .option('--value <file>', 'the new body; - for stdin')
    .option('--field <path=value>', 'a field of the JSON body; can be repeated', fieldChange)
    .option('--header <name=value>', 'a header, removed if empty; can be repeated', headerChange)
    .option('--by <name>', 'who changes it', operatorName())
    .addHelpText(
      'after',
      '\nWithout any of these, opens the body in $EDITOR. Exit code 1 if the result is not readable yet.',
    )
    .action(async (id: string, options: EditOptions, command: Command) => {
      await run(command, (context) => edit(context, id, options));
    });
}

async function edit(
  { settings, system, output }: CommandContext,
  id: string,
  { by, value: file, field: set, header }: EditOptions,
): Promise<ExitCode> {
  requireKeptDatabase('dead-letters edit', settings);
  const { deadLetters } = await system.database();
  const letter = assertWaiting(await deadLetters.find(id), id);
  const isChanged = file !== undefined || set !== undefined || header !== undefined;
  const body = file === undefined ? undefined : await contentOf(file);
  const value = isChanged ? body : await editInEditor((letter.edited ?? letter.source).value);
  const changes: Changes = {
    ...(value !== undefined && { value }),
    ...(set !== undefined && { set }),
    ...(header !== undefined && { header }),
  };
  const edited = await deadLetters.edit(id, editedContents(letter, changes), by);
  const { isReadable, text } = await readingOf(system.codec, edited);
  const reading = `${isReadable ? 'readable' : 'not readable yet'}: ${text}`;
  output.result({ ...letterData(edited), isReadable, reading }, () =>
    isReadable
      ? `edited ${id}; ${reading}; foldmart dead-letters replay ${id} replays it`
      : `edited ${id}; ${reading}`,
  );
  return isReadable ? exitCodes.done : exitCodes.notRight;
}

async function contentOf(file: string): Promise<Uint8Array> {
  if (file === '-') return new Uint8Array(await buffer(process.stdin));
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new UsageError(`--value ${file} cannot be read: ${(error as Error).message}`);
  }
}
