import { SettingsError } from '@foldmart/composition';
import { isNotFoundError, isPortError, isValidationError, type PortError } from '@foldmart/core';
import { ChildEndedError } from './child-ended-error.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { singleLine } from './output.js';
import { UsageError } from './usage-error.js';

/** The message lines and the exit code of a failed command. */
export interface ErrorReport {
  readonly lines: readonly string[];
  readonly exitCode: ExitCode;
}

/** Converts any error to lines that say what to do. Only a defect shows its stack. */
export function reportError(error: unknown): ErrorReport {
  if (error instanceof SettingsError) {
    return { lines: error.message.split('\n').map(singleLine), exitCode: exitCodes.usage };
  }
  if (error instanceof UsageError) return oneLine(error.message, exitCodes.usage);
  if (error instanceof ChildEndedError && error.exitCode !== exitCodes.defect) {
    return oneLine(error.message, error.exitCode);
  }
  if (isPortError(error)) {
    const advice = adviceOn(error);
    const hint = advice === undefined ? '' : ` (${advice})`;
    return oneLine(`${error.message}${hint}`, exitCodes.service);
  }
  if (isValidationError(error) || isNotFoundError(error)) {
    return oneLine(error.message, exitCodes.notRight);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { lines: [`unexpected: ${text}`], exitCode: exitCodes.defect };
}

/** The adapter's hint, or the command that sets up what a read-only command did not find. */
function adviceOn({ code, hint }: PortError): string | undefined {
  return code === 'missing-schema' ? setUpAdvice : hint;
}

const setUpAdvice =
  'a command that only reads changes nothing: run foldmart start or another command that writes, or upgrade this program if the schema is newer';

function oneLine(message: string, exitCode: ExitCode): ErrorReport {
  return { lines: [singleLine(message)], exitCode };
}
