import { coloursFor } from '@foldmart/composition';
import { isPortError } from '@foldmart/core';
import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { historyPath } from '../repl/history-path.js';
import { runInteractive, runLines } from '../repl/run-repl.js';
import { standardTools } from '../repl/standard-tools.js';
import { valueWriter } from '../repl/value-writer.js';

/** `foldmart repl`: JavaScript with everything wired up. */
export function addReplCommand(program: Command, run: RunCommand, help: DomainHelp): void {
  program
    .command('repl')
    .description('evaluate JavaScript with the application, queue, cache and database at hand')
    .addHelpText(
      'after',
      `
.help lists what is there. In a pipe, prints the value of each line; exit code 1 if one throws.

  echo 'await store.events.count()' | foldmart repl`,
    )
    .action(async (_options: unknown, command: Command) => {
      await run(command, (context) => evaluate(context, help));
    });
}

async function evaluate(context: CommandContext, help: DomainHelp): Promise<ExitCode> {
  const { output, settings, signal } = context;
  const { stdin, stdout } = process;
  const isTerminal = stdin.isTTY && stdout.isTTY;
  const options = {
    tools: { ...standardTools(context), ...(await help.replTools?.(context)) },
    output: stdout,
    write: valueWriter(output.format, coloursFor(stdout).isColorSupported),
    signal,
  };
  if (isTerminal) {
    const { queueType, cacheType, databaseType } = settings;
    output.progress(
      `${help.name}: queue ${queueType}, cache ${cacheType}, database ${databaseType}. .help lists what is there.`,
    );
    await runInteractive(options, { input: stdin, history: historyOrNone(context) });
    return exitCodes.done;
  }
  let failures = 0;
  await runLines(options, stdin, (error) => {
    failures += 1;
    output.error(isPortError(error) ? options.write(error) : String(error));
  });
  return failures === 0 ? exitCodes.done : exitCodes.notRight;
}

function historyOrNone({ output }: CommandContext): string | undefined {
  try {
    return historyPath();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    output.progress(`warning: the history is not kept: ${reason}`);
    return undefined;
  }
}
