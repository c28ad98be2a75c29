import type { Command } from 'commander';
import type { CommandOutline } from './command-outline.js';

/**
 * A program that lists its commands without loading them. A chosen command is loaded and parses `args` once
 * more. `createRoot` makes the program without commands.
 */
export function createLazyProgram(
  createRoot: () => Command,
  outlines: readonly CommandOutline[],
  args: readonly string[],
): Command {
  const program = createRoot().helpCommand(false);
  const run = async (chosen: readonly CommandOutline[]): Promise<void> => {
    const loaded = await loadProgram(createRoot, chosen);
    await loaded.parseAsync([...args], { from: 'user' });
  };
  for (const outline of outlines) addStub(program, outline, () => run([outline]));
  addStub(program, helpOutline, () => run(outlines));
  return program.configureHelp({ subcommandTerm: (command) => termOf(command, outlines) });
}

/** The program with these commands, loaded. */
export async function loadProgram(
  createRoot: () => Command,
  outlines: readonly CommandOutline[],
): Promise<Command> {
  const program = createRoot();
  for (const outline of outlines) await outline.add(program);
  return program;
}

const helpOutline = { name: 'help', summary: 'display help for command' };

/** Leaves all arguments, `--help` among them, to the loaded command. */
function addStub(
  program: Command,
  { name, alias, summary }: Pick<CommandOutline, 'name' | 'alias' | 'summary'>,
  run: () => Promise<void>,
): void {
  const stub = program.command(name);
  if (alias !== undefined) stub.alias(alias);
  stub
    .description(summary)
    .helpOption(false)
    .allowUnknownOption()
    .argument('[args...]')
    .action(run);
}

function termOf(command: Command, outlines: readonly CommandOutline[]): string {
  const name = command.name();
  if (name === helpOutline.name) return `${name} [command]`;
  const outline = outlines.find((each) => each.name === name);
  const names = outline?.alias === undefined ? name : `${name}|${outline.alias}`;
  const rest = [...(outline?.hasOptions === true ? ['[options]'] : []), outline?.args ?? []].flat();
  return [names, ...rest].join(' ');
}
