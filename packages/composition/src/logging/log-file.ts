import { closeSync, openSync, writeSync } from 'node:fs';
import { SettingsError } from '../settings/settings-error.js';
import type { LineSink } from './json-logger.js';

/**
 * Appends lines to a file. A full disk does not end the process: the lines are lost until there is room, and the next
 * line that fits is preceded by one that counts them.
 */
export class LogFile implements LineSink {
  readonly #path: string;
  readonly #onTrouble: (reason: string) => void;
  #file: number | undefined;
  #lost = 0;
  #reason = '';
  /** Whether the last line was cut off by a full disk. */
  #isCutOff = false;

  /**
   * `onTrouble` is called with the reason when the first line is lost.
   *
   * @throws SettingsError if the file cannot be opened.
   */
  constructor(path: string, onTrouble: (reason: string) => void) {
    this.#path = path;
    this.#onTrouble = onTrouble;
    try {
      this.#file = openSync(path, 'a');
    } catch (error) {
      const problem = `the file cannot be written (${messageOf(error)})`;
      throw new SettingsError([{ name: 'LOG_FILE', value: path, problem }]);
    }
  }

  write(lines: string): void {
    try {
      this.#file ??= openSync(this.#path, 'a');
      this.#reportLost();
      this.#append(lines);
    } catch (error) {
      const isFirst = this.#lost === 0;
      this.#lost += lines.split('\n').length - 1;
      this.#reason = messageOf(error);
      if (isFirst) this.#onTrouble(this.#reason);
    }
  }

  /** Opens the path again, after a program such as logrotate has renamed the file. */
  reopen(): void {
    this.close();
    this.#isCutOff = false;
    this.write('');
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #reportLost(): void {
    if (this.#lost === 0) return;
    const msg = `${String(this.#lost)} log lines were lost: ${this.#reason}`;
    this.#append(`${JSON.stringify({ level: 40, time: Date.now(), msg })}\n`);
    this.#lost = 0;
  }

  #append(lines: string): void {
    const bytes = Buffer.from(this.#isCutOff ? `\n${lines}` : lines);
    let written = 0;
    try {
      while (written < bytes.length) {
        written += writeSync(this.#file ?? -1, bytes, written);
      }
      this.#isCutOff = false;
    } catch (error) {
      this.#isCutOff ||= written > 0;
      throw error;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
