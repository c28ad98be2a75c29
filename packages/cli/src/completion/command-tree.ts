import type { Command, Option } from 'commander';

/** An option as completion knows it. */
export interface OptionWords {
  /** `-o`, `--output`. */
  readonly flags: readonly string[];
  readonly takesValue: boolean;
  /** The values that it may have; empty if they cannot be listed. */
  readonly values: readonly string[];
}

/** What may follow a command on the command line. */
export interface CommandWords {
  /** `groups show`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly OptionWords[];
  /** The values of its arguments, if they can be listed. */
  readonly values: readonly string[];
}

/** Values of options that settings check, and not the command line. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** All commands of a program, with the words that may follow each. The program's own options may follow any of them. */
export function commandTree(program: Command, known: KnownValues): readonly CommandWords[] {
  return wordsOf(program, '', [], known);
}

function wordsOf(
  command: Command,
  path: string,
  inherited: readonly Option[],
  known: KnownValues,
): readonly CommandWords[] {
  const options = [...command.options, ...inherited].filter(({ hidden }) => !hidden);
  const children = command.commands.map((child) => ({ child, names: namesOf(child) }));
  const own: CommandWords = {
    path,
    commands: children.flatMap(({ names }) => names),
    options: [...options.map((option) => optionWords(option, known)), help],
    values: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  };
  return [
    own,
    ...children.flatMap(({ child, names }) =>
      names.flatMap((name) => wordsOf(child, `${path} ${name}`.trim(), options, known)),
    ),
  ];
}

const help: OptionWords = { flags: ['-h', '--help'], takesValue: false, values: [] };

function namesOf(command: Command): readonly string[] {
  return [command.name(), ...command.aliases()];
}

function optionWords(option: Option, known: KnownValues): OptionWords {
  const { short, long, required, optional, argChoices } = option;
  return {
    flags: [short, long].flatMap((flag) => flag ?? []),
    takesValue: required || optional,
    values: argChoices ?? known[long ?? ''] ?? [],
  };
}
