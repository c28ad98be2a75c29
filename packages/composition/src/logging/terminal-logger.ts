import { isPortError, type Clock, type LogFields, type Logger } from '@foldmart/core';
import type { Colors } from 'picocolors/types.js';
import type { LineSink } from './json-logger.js';
import { isLogged, type LogLevel } from './log-level.js';

type Colours = Pick<Colors, 'dim' | 'yellow' | 'red'>;

/** Logs a readable line for each report: the time of day, the message, what the error says, and the fields. */
export function createTerminalLogger(
  level: LogLevel,
  lines: LineSink,
  { clock, colours }: { readonly clock: Clock; readonly colours: Colours },
): Logger {
  const paint: Readonly<Record<string, (text: string) => string>> = {
    debug: colours.dim,
    warn: colours.yellow,
    error: colours.red,
  };
  const at =
    (own: Exclude<LogLevel, 'silent'>) =>
    (message: string, { error, ...fields }: LogFields = {}): void => {
      if (!isLogged(own, level)) return;
      const time = new Date(clock.now()).toTimeString().slice(0, 8);
      const what = (paint[own] ?? plain)(escaped(`${message}${saying(error)}`));
      const rest = Object.entries(fields).flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}=${shown(name, value)}`],
      );
      const details = rest.length === 0 ? '' : colours.dim(` (${escaped(rest.join(' '))})`);
      lines.write(`[${time}] ${what}${details}\n${stackOf(error)}`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

const plain = (text: string): string => text;

function saying(error: unknown): string {
  if (error === undefined) return '';
  return `: ${error instanceof Error ? error.message : shown('error', error)}`;
}

/** A failure of a service is explained by its message. Any other error may be a defect, and needs its stack. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error) || isPortError(error) || error.stack === undefined) return '';
  const frames = error.stack.split('\n').filter((line) => line.startsWith('    at '));
  return frames.map((frame) => `${escaped(frame)}\n`).join('');
}

const secret = /^(password|sasl|url)$/;

function shown(name: string, value: unknown): string {
  if (secret.test(name)) return '[secret]';
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (key, inner: unknown) => (secret.test(key) ? '[secret]' : inner));
}

/** Control characters, escaped: a report is one line, and cannot move the cursor. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- this function escapes control characters
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) =>
    JSON.stringify(character).slice(1, -1),
  );
}
