import { SettingsError } from '@foldmart/composition';
import { isNotFoundError, isPortError, isValidationError } from '@foldmart/core';
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
  if (isPortError(error)) {
    const hint = error.hint === undefined ? '' : ` (${error.hint})`;
    return oneLine(`${error.message}${hint}`, exitCodes.service);
  }
  if (isValidationError(error) || isNotFoundError(error)) {
    return oneLine(error.message, exitCodes.notRight);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { lines: [`unexpected: ${text}`], exitCode: exitCodes.defect };
}

function oneLine(message: string, exitCode: ExitCode): ErrorReport {
  return { lines: [singleLine(message)], exitCode };
}
