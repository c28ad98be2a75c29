import { dirname } from 'node:path';
import { CommanderError, type Command } from 'commander';
import { findConfig } from './config/find-config.js';
import { exitCodes } from './exit-codes.js';
import { createRoot } from './root-command.js';
import { createShopProgram } from './shop/shop-program.js';

/** Runs the command line `args` (without node and script), and sets the exit code of the process. Never rejects. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    const program = await programFor(args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(knownOrAlone(program, args), { from: 'user' });
  } catch (error) {
    process.exitCode = await exitCodeOf(error);
  }
}

/**
 * The arguments, or the unknown command that they name, alone: with `--help` behind it, or as an argument of
 * `help`, commander would show the help of the program instead of an error.
 */
function knownOrAlone(program: Command, args: readonly string[]): string[] {
  const [first, second] = createRoot('', '').parseOptions([...args]).operands;
  const asked = first === 'help' ? second : first;
  const isKnown = program.commands.some(
    (command) => asked === command.name() || command.aliases().includes(asked ?? ''),
  );
  return asked === undefined || asked === 'help' || isKnown ? [...args] : [asked];
}

/** The commands of the configuration that is chosen or found here, else the shop's. */
async function programFor(args: readonly string[]): Promise<Command> {
  const path = findConfig(process.cwd(), chosenApp(args));
  if (path === undefined) return createShopProgram(args);
  const { loadConfig } = await import('./config/load-config.js');
  const { createProgram } = await import('./program.js');
  return createProgram(await loadConfig(path), dirname(path));
}

/** The value of `--app`, which decides what commands there are and so is read before they are. */
function chosenApp(args: readonly string[]): string | undefined {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const place = options.findIndex((arg) => arg === '--app' || arg.startsWith('--app='));
  if (place < 0) return undefined;
  const arg = options[place] ?? '';
  return arg === '--app' ? options[place + 1] : arg.slice('--app='.length);
}

/** Commander has shown its errors already. */
async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  const { reportError } = await import('./report-error.js');
  const { processOutput } = await import('./output.js');
  const { lines, exitCode } = reportError(error);
  for (const line of lines) processOutput('text').error(line);
  return exitCode;
}
