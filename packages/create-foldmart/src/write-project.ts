import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Files } from './fill-template.js';
import { WrongAnswer } from './wrong-answer.js';

/** What a folder may contain before a project is written to it: what `git init` leaves. */
const harmless = new Set(['.git', '.DS_Store']);

/**
 * Refuses a folder that has files already.
 *
 * @throws WrongAnswer
 */
export function assertFree(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) {
    throw new WrongAnswer(`${folder} is a file: name a folder that is new or empty.`);
  }
  if (readdirSync(folder).every((name) => harmless.has(name))) return;
  throw new WrongAnswer(`The folder ${folder} is not empty: name one that is new or empty.`);
}

/**
 * Writes a project. No file is ever replaced.
 *
 * @throws WrongAnswer if the folder is not empty
 */
export function writeProject(folder: string, files: Files): void {
  const home = resolve(folder);
  assertFree(home);
  for (const [path, text] of files) {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  }
}
