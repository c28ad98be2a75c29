import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { findBrokenLines, type BrokenLine } from './find-broken-lines.js';
import type { SettingTexts } from './read-values.js';
import { SettingsError } from './settings-error.js';

/** A file of settings. */
export interface EnvFile {
  readonly texts: SettingTexts;
  readonly brokenLines: readonly BrokenLine[];
}

/** Reads a file of settings. One that does not exist is empty. Throws SettingsError if it cannot be read. */
export function readEnvFile(path: string | null): EnvFile {
  const content = path === null ? '' : contentOf(path);
  return { texts: parse(content), brokenLines: findBrokenLines(content) };
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    const problem = `it cannot be read (${error instanceof Error ? error.message : String(error)})`;
    throw new SettingsError([{ name: path, problem }]);
  }
}
