import type { Clock, Logger } from '@foldmart/core';
import type { Settings } from '../settings/settings.js';
import { coloursFor } from './colours.js';
import { createJsonLogger } from './json-logger.js';
import { LogFile } from './log-file.js';
import type { LogLevel } from './log-level.js';
import { stderrLines } from './stderr-lines.js';
import { teeLogger } from './tee-logger.js';
import { createTerminalLogger } from './terminal-logger.js';

/** Where an application logs. */
export interface Logs {
  /** Logs to stderr, in the form that the settings choose. */
  readonly shown: Logger;
  /** True if people read stderr: one line tells of an outage, and its details are left out. */
  readonly isReadable: boolean;
  /** LOG_FILE; undefined if it is not set. */
  readonly file: LogFileLogs | undefined;
}

/** The log in LOG_FILE, as JSON lines. */
export interface LogFileLogs {
  /** At LOG_LEVEL. */
  readonly logger: Logger;
  /** Appends a line at `info` whatever LOG_LEVEL is: what a command tells on stderr. */
  told(line: string, level?: 'info' | 'error'): void;
  /** Opens the path again, after a program such as logrotate has renamed the file. */
  reopen(): void;
  close(): void;
}

/** Opens the logs of the settings. Throws SettingsError if LOG_FILE cannot be opened. */
export function openLogs({ values }: Settings, clock: Clock): Logs {
  const { LOG_LEVEL: level, LOG_FORMAT: format, LOG_FILE: path } = values;
  const isReadable = format === undefined ? process.stderr.isTTY : format === 'text';
  const lines = stderrLines();
  const shown = isReadable
    ? createTerminalLogger(level, lines, { clock, colours: coloursFor(process.stderr) })
    : createJsonLogger(level, lines);
  const file = path === undefined ? undefined : openFile(path, level, shown);
  return { shown, isReadable, file };
}

/** Both loggers, or the one that there is. */
export function joined(shown: Logger, file: LogFileLogs | undefined): Logger {
  return file === undefined ? shown : teeLogger([shown, file.logger]);
}

function openFile(path: string, level: LogLevel, shown: Logger): LogFileLogs {
  const file = new LogFile(path, (reason) => {
    shown.error(`lines for LOG_FILE ${path} are lost: ${reason}`);
  });
  const told = createJsonLogger('info', file);
  return {
    logger: createJsonLogger(level, file),
    told: (line, at = 'info') => told[at](line),
    reopen: () => file.reopen(),
    close: () => file.close(),
  };
}
