import type { LogFields, Logger } from '@foldmart/core';

/** Logs to several loggers. */
export function teeLogger(loggers: readonly Logger[]): Logger {
  const to =
    (level: keyof Logger) =>
    (message: string, fields?: LogFields): void => {
      for (const logger of loggers) logger[level](message, fields);
    };
  return { debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') };
}

/** Logs messages and their errors, without further fields: for lines that say everything in words. */
export function withoutFields(logger: Logger): Logger {
  const brief =
    (level: keyof Logger) =>
    (message: string, { error }: LogFields = {}): void =>
      logger[level](message, error === undefined ? {} : { error });
  return { debug: brief('debug'), info: brief('info'), warn: brief('warn'), error: brief('error') };
}
