import { exitCodes } from './exit-codes.js';

/**
 * Lets the command continue if its output cannot be written: a full disk or a closed pipe must not stop a consumer.
 * Both streams accept text again once there is room. If a result was lost, the exit code is 1; if its reader has closed
 * the pipe, as in `foldmart settings | head`, nothing is lost that anyone reads.
 */
export function guardStreams(): void {
  process.stderr.on('error', () => undefined);
  let isTold = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      closed = true;
      return;
    }
    if (isTold) return;
    isTold = true;
    process.stderr.write(`foldmart: results cannot be written: ${error.message}\n`);
    process.once('exit', reportLoss);
  });
}

let closed = false;

/** Whether the reader of the results has closed the pipe, so that a command that only prints can end. */
export function isReaderGone(): boolean {
  return closed;
}

function reportLoss(): void {
  if ((process.exitCode ?? exitCodes.done) !== exitCodes.done) return;
  process.exitCode = exitCodes.notRight;
}
