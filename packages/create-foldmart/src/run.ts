import { defaultAnswers, type Answers } from './answers.js';
import { helpText, readCommandLine } from './command-line.js';
import { createProject, versionOf } from './create-project.js';
import { WrongAnswer } from './wrong-answer.js';

/** Where the program reads and writes. */
export interface Terminal {
  /** Whether somebody can answer questions. */
  readonly isInteractive: boolean;
  readonly write: (text: string) => unknown;
  readonly writeError: (text: string) => unknown;
}

const canceled = 130;

/**
 * Runs `create-foldmart` and resolves with its exit code: 0 if the project is written, 2 if an answer cannot be used, 130 if
 * the user cancels.
 *
 * @param home the folder of this package
 */
export async function run(
  args: readonly string[],
  home: string,
  terminal: Terminal,
): Promise<number> {
  try {
    return await obey(args, home, terminal);
  } catch (error) {
    if (!(error instanceof WrongAnswer)) throw error;
    terminal.writeError(`${error.message}\n`);
    return 2;
  }
}

async function obey(args: readonly string[], home: string, terminal: Terminal): Promise<number> {
  const request = readCommandLine(args);
  if (request.kind === 'help') terminal.write(helpText);
  if (request.kind === 'version') terminal.write(`${versionOf(home)}\n`);
  if (request.kind !== 'create') return 0;
  const answers = await complete(request, terminal);
  if (answers === undefined) {
    terminal.writeError('Canceled: nothing is written.\n');
    return canceled;
  }
  terminal.write(createProject(home, answers));
  return 0;
}

/** Asks only if somebody can answer; otherwise the folder must be given. */
async function complete(
  { given, acceptsDefaults }: Extract<ReturnType<typeof readCommandLine>, { kind: 'create' }>,
  { isInteractive }: Terminal,
): Promise<Answers | undefined> {
  if (isInteractive && !acceptsDefaults) {
    const { ask } = await import('./ask.js');
    return ask(given);
  }
  if (given.folder === undefined && !acceptsDefaults) {
    throw new WrongAnswer('Name the folder: npm create foldmart my-app. --help lists the options.');
  }
  return { ...defaultAnswers, ...given };
}
