import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SCRIPT = /\.js(\.map)?$/;
// The pages of browsers have a build of their own.
const CLIENT = /^client\//;

/**
 * Replaces the scripts of a folder by these, in their order, and deletes all others but those of a client. Each file is complete when it
 * appears, so that a program that starts meanwhile reads no half of it.
 *
 * @param {string} folder
 * @param {Map<string, string>} scripts text by path in the folder
 */
export function replaceScripts(folder, scripts) {
  const scratch = mkdtempSync(join(folder, '.bundle-'));
  try {
    [...scripts].forEach(([path, text], index) => {
      const file = join(folder, path);
      const whole = join(scratch, String(index));
      writeFileSync(whole, text);
      mkdirSync(dirname(file), { recursive: true });
      renameSync(whole, file);
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  for (const file of scriptsIn(folder)) {
    if (!scripts.has(file)) rmSync(join(folder, file), { force: true });
  }
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function scriptsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => SCRIPT.test(path))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !CLIENT.test(path));
}
