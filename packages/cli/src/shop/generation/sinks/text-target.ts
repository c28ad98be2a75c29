import { open, type FileHandle } from 'node:fs/promises';
import { ValidationError } from '@foldmart/core';
import { UsageError } from '../../../usage-error.js';
import { messageOf } from '../../../message-of.js';

/** Takes text in its order. */
export interface TextTarget {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** The standard output. A reader that closes the pipe loses nothing that it reads. */
export const standardOutput: TextTarget = {
  write: (text) =>
    new Promise((resolve) => {
      process.stdout.write(text, () => resolve());
    }),
  end: () => Promise.resolve(),
};

/** A file, which replaces an existing one. Throws UsageError if it cannot be opened. */
export async function openTextFile(path: string): Promise<TextTarget> {
  const file = await openFile(path);
  return {
    async write(text) {
      try {
        await file.appendFile(text);
      } catch (error) {
        throw failedWrite(path, error);
      }
    },
    end: () => file.close(),
  };
}

/** Throws UsageError if the file cannot be opened. */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w');
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${messageOf(error)}`);
  }
}

/** The error for a file that could be opened and not be written, for example because the disk is full. */
export function failedWrite(path: string, error: unknown): ValidationError {
  return new ValidationError(
    `${path} is incomplete, it cannot be written: ${messageOf(error)}`,
    [],
  );
}
