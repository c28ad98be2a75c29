import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.js';
import { createProgram } from './program.js';

/** Runs the command line `args` (without node and script) in this process and sets its exit code. */
export async function runCli(args: readonly string[]): Promise<void> {
  process.stdout.on('error', endQuietlyOnBrokenPipe);
  try {
    const program = createProgram();
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
}

/** The reader of our output may close it early, as in `foldmart settings | head`. */
function endQuietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
}
