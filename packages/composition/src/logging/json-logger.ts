import type { Logger } from '@foldmart/core';
import { pino, stdSerializers, type LoggerOptions } from 'pino';
import type { LogLevel } from './log-level.js';

const redacted = ['password', '*.password', '*.*.password', 'sasl', '*.sasl', 'url', '*.url'];

/** Takes the text of one or more whole lines. Must not throw. */
export interface LineSink {
  write(lines: string): void;
}

/** Logs JSON lines. Errors go under `error`; secrets are left out. */
export function createJsonLogger(level: LogLevel, lines: LineSink): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    serializers: { error: stdSerializers.err },
    redact: { paths: redacted, censor: '[secret]' },
  };
  const log = pino(options, lines);
  return {
    debug: (message, fields) => {
      log.debug(fields ?? {}, message);
    },
    info: (message, fields) => {
      log.info(fields ?? {}, message);
    },
    warn: (message, fields) => {
      log.warn(fields ?? {}, message);
    },
    error: (message, fields) => {
      log.error(fields ?? {}, message);
    },
  };
}
