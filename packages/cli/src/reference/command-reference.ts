import type { Argument, Command, Option } from 'commander';

/** Every command of a program with its arguments and options, as Markdown. */
export function commandReference(program: Command): string {
  const sections = [
    `# ${program.name()}`,
    program.description(),
    '## Options of every command',
    optionTable(program.options),
    ...program.commands.filter(isShown).flatMap((command) => sectionsOf(command, [])),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function sectionsOf(command: Command, above: readonly string[]): readonly string[] {
  const path = [...above, command.name()];
  const children = command.commands.filter(isShown);
  return [
    `${'#'.repeat(Math.min(path.length + 1, 4))} ${path.join(' ')}`,
    inMarkdown(command.description()),
    ...(children.length === 0 ? [usageOf(command, path)] : []),
    argumentTable(command.registeredArguments),
    optionTable(command.options),
    ...children.flatMap((child) => sectionsOf(child, path)),
  ];
}

/** Commander hides a command by a private field, and shows it by its help alone. */
function isShown(command: Command): boolean {
  const parent = command.parent;
  return parent?.createHelp().visibleCommands(parent).includes(command) ?? true;
}

function usageOf(command: Command, path: readonly string[]): string {
  return ['```text', `foldmart ${path.join(' ')} ${command.usage()}`.trim(), '```'].join('\n');
}

function argumentTable(args: readonly Argument[]): string {
  return table(
    'argument',
    args.map((argument) => [argument.name(), aboutOf(argument)] as const),
  );
}

function optionTable(options: readonly Option[]): string {
  const shown = options.filter(({ hidden }) => !hidden);
  return table(
    'option',
    shown.map((option) => [option.flags, aboutOf(option)] as const),
  );
}

function aboutOf({
  description,
  defaultValue,
  argChoices,
}: Pick<Option, 'description' | 'defaultValue' | 'argChoices'>): string {
  const choices = argChoices === undefined ? '' : `: ${argChoices.join(', ')}`;
  const isStated = defaultValue === undefined || description.includes('default');
  const standard = isStated || isEmpty(defaultValue) ? '' : ` (default: ${String(defaultValue)})`;
  return `${description}${choices}${standard}`;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function table(what: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(
    ([name, about]) => `| \`${inCell(name)}\` | ${inCell(inMarkdown(about))} |`,
  );
  return [`| ${what} | |`, '| --- | --- |', ...lines].join('\n');
}

/** Angle brackets would be read as HTML. */
function inMarkdown(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
