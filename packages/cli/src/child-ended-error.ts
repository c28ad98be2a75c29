import { exitCodes, type ExitCode } from './exit-codes.js';

/** A process that this command started has ended too early. Its own messages say why, and were passed on. */
export class ChildEndedError extends Error {
  override readonly name = 'ChildEndedError';
  /** The code of the process; a process that a signal ended has none, and its work is not as it should be. */
  readonly exitCode: ExitCode;

  constructor(child: string, how: number | NodeJS.Signals, when: string) {
    const reason = typeof how === 'number' ? `exit code ${String(how)}` : how;
    super(`${child} ended ${when} (${reason}): its message stands above`);
    this.exitCode = codeOf(how);
  }
}

function codeOf(how: number | NodeJS.Signals): ExitCode {
  if (typeof how === 'string') return exitCodes.notRight;
  const passedOn = [exitCodes.notRight, exitCodes.usage, exitCodes.service];
  return passedOn.find((code) => code === how) ?? exitCodes.defect;
}
