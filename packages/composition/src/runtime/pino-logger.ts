import type { LogFields, Logger } from '@foldmart/core';
import { destination, pino, stdSerializers, type LoggerOptions } from 'pino';

const redacted = ['password', '*.password', '*.*.password', 'sasl', '*.sasl', 'url', '*.url'];

/** While stderr cannot be written, later lines wait up to this size. */
const mostWaitingBytes = 1_048_576;

/** Logs JSON lines to stderr, so that stdout stays for data. Errors go under `error`; secrets are left out. */
export function createPinoLogger(level: string): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    serializers: { error: stdSerializers.err },
    redact: { paths: redacted, censor: '[secret]' },
  };
  const lines = destination({ fd: 2, sync: true, maxLength: mostWaitingBytes });
  // A full disk must not end the process. There is nowhere else to report it.
  lines.on('error', () => undefined);
  const log = pino(options, lines);
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
