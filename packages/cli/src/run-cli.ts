import { endWithStdinIfAsked } from './end-with-stdin.js';
import { guardStreams } from './guard-streams.js';
import { runCommandLine } from './run-command-line.js';

/** How long the process may outlive its command, in milliseconds. */
const graceMs = 3_000;

/**
 * Runs the command line `args` (without node and script) in this process and sets its exit code. Ends the process a few
 * seconds later if a socket or a timer keeps it alive, so that a supervisor can restart it.
 */
export async function runCli(args: readonly string[]): Promise<void> {
  guardStreams();
  endWithStdinIfAsked();
  await runCommandLine(args);
  setTimeout(() => process.exit(), graceMs).unref();
}
