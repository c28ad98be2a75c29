import {
  defineCommand,
  type AppCommand,
  type AppConfig,
  type CommandTools,
  type Setting,
} from '@foldmart/composition';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { UsageError } from '../usage-error.js';

const usagePattern = /^[a-z][a-z0-9-]*( <[a-z][a-zA-Z0-9]*>)*$/;
const optionPattern = /^[a-z][a-zA-Z0-9]*$/;
const globalOptions = [
  ...['output', 'app', 'queue', 'cache', 'db', 'set', 'settingsFile', 'help'],
  'envFile',
];

/**
 * Adds the commands of a configuration.
 *
 * @throws UsageError if one has a name that is not allowed or that a command of the library has.
 */
export function addOwnCommands(program: Command, run: RunCommand, config: AppConfig): void {
  for (const own of config.commands?.(defineCommand) ?? []) {
    assertNames(program, own);
    const command = program.command(own.name).description(own.summary);
    const options = Object.entries(own.options).map(([name, setting]) => option(name, setting));
    for (const each of options) command.addOption(each);
    const names = command.registeredArguments.map((argument) => argument.name());
    command.action(async (...given: readonly unknown[]) => {
      const named = Object.fromEntries(names.map((name, place) => [name, given[place]]));
      const args = { ...(given[names.length] as object), ...named };
      await run(command, (context) => perform(own, context, args));
    });
  }
}

function assertNames(program: Command, { name, options }: AppCommand): void {
  if (!usagePattern.test(name)) {
    throw new UsageError(
      `A command is named by one word and its arguments, lend <book>, not ${name}`,
    );
  }
  const [word] = name.split(' ');
  if (word === 'help' || program.commands.some((command) => command.name() === word)) {
    throw new UsageError(
      `the command ${String(word)} of the domain needs another name: foldmart has it`,
    );
  }
  const refused = Object.keys(options).find(
    (option) => !optionPattern.test(option) || globalOptions.includes(option),
  );
  if (refused === undefined) return;
  throw new UsageError(`the option ${refused} of the command ${String(word)} needs another name`);
}

/** A setting as an option; one that is true or false needs no value. */
function option(name: string, setting: Setting<unknown>): Option {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const isFlag = setting.schema.safeParse('true').data === true;
  const made = new Option(`${flag} ${isFlag ? '[value]' : '<value>'}`, setting.about);
  if (isFlag) made.preset('true');
  made.argParser((text: string) => valueOf(setting, text));
  if (setting.default === undefined) return made;
  return made.default(valueOf(setting, setting.default), setting.default);
}

function valueOf({ schema, expected }: Setting<unknown>, text: string): unknown {
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  throw new InvalidArgumentError(`it may be ${expected}`);
}

type Run = (app: unknown, args: unknown, tools: CommandTools) => Promise<unknown>;

async function perform(
  own: AppCommand,
  { system, output, signal }: CommandContext,
  args: object,
): Promise<ExitCode> {
  const work = own.run as Run;
  const progress = (line: string): void => output.progress(line);
  const result = await work(system, args, { signal, progress });
  if (result !== undefined) output.result(result, () => textOf(result));
  return exitCodes.done;
}

function textOf(result: unknown): string {
  return typeof result === 'string' ? result : JSON.stringify(result, null, 2);
}
