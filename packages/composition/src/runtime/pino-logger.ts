import type { LogFields, Logger } from '@foldmart/core';
import { destination, pino, stdSerializers, type LoggerOptions } from 'pino';

const redacted = ['password', '*.password', '*.*.password', 'sasl', '*.sasl', 'url', '*.url'];

/** Logs JSON lines to stderr, so that stdout stays for data. Errors go under `error`; secrets are left out. */
export function createPinoLogger(level: string): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    serializers: { error: stdSerializers.err },
    redact: { paths: redacted, censor: '[secret]' },
  };
  const log = pino(options, destination({ fd: 2, sync: true }));
  return {
    debug: (message, fields) => {
      log.debug(fields ?? {}, message);
    },
    info: (message, fields) => {
      log.info(fields ?? {}, message);
    },
    warn: (message: string, fields?: LogFields) => {
      log.warn(fields ?? {}, message);
    },
    error: (message, fields) => {
      log.error(fields ?? {}, message);
    },
  };
}
