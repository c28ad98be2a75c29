import { SettingsError } from '@foldmart/composition';
import { isNotFoundError, isPortError, isValidationError } from '@foldmart/core';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { singleLine } from './output.js';
import { UsageError } from './usage-error.js';

/** What a failed command tells the person, and the shell. */
export interface ErrorReport {
  readonly lines: readonly string[];
  readonly exitCode: ExitCode;
}

/** Turns any error into lines that say what to do; a stack only for what should never happen. */
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
