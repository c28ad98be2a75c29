import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolders } from '../build/bundles.mjs';
import { apiTexts } from './api-text.mjs';
import { changedLines } from './changed-lines.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isWriting = process.argv.includes('--write');

/** Compares the public types of each package with its api.txt, and writes them with --write. */
const changed = [...apiTexts(packageFolders(root).map((name) => join(root, name)))].filter(
  ([home, text]) => (isWriting ? write(home, text) : report(home, text)),
);
if (changed.length > 0 && !isWriting) {
  process.stderr.write(
    'The public types changed. If that is intended, accept it with `npm run api -- --write`, and say in a changeset what users have to change.\n',
  );
  process.exitCode = 1;
} else {
  process.stdout.write(
    `public types: ${String(changed.length)} packages ${isWriting ? 'written' : 'changed'}\n`,
  );
}

/**
 * @param {string} home
 * @param {string} text
 */
function write(home, text) {
  if (accepted(home) === text) return false;
  writeFileSync(join(home, 'api.txt'), text);
  return true;
}

/**
 * @param {string} home
 * @param {string} text
 */
function report(home, text) {
  const before = accepted(home);
  if (before === text) return false;
  process.stdout.write(`CHANGED ${home.slice(root.length)}/api.txt\n`);
  for (const line of changedLines(before, text)) process.stdout.write(`  ${line}\n`);
  return true;
}

/** @param {string} home */
function accepted(home) {
  const file = join(home, 'api.txt');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
