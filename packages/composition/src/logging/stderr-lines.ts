import { destination } from 'pino';
import type { LineSink } from './json-logger.js';

/** While stderr cannot be written, later lines wait up to this size. */
const mostWaitingBytes = 1_048_576;

/** Writes lines to stderr, so that stdout stays for data. */
export function stderrLines(): LineSink {
  const lines = destination({ fd: 2, sync: true, maxLength: mostWaitingBytes });
  // A full disk must not end the process. There is nowhere else to report it.
  lines.on('error', () => undefined);
  return lines;
}
