import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A digest of the chart and of a file of values. What was rendered of them begins with it, so that a test without helm
 * finds out whether it is still theirs.
 *
 * @param {string} root
 * @param {string} name
 */
function digestOf(root, name) {
  const chart = join(root, 'deploy/helm/foldmart');
  const files = readdirSync(chart, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.endsWith('.md') && statSync(join(chart, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(textOf(join(chart, file)));
  return hash.update(textOf(join(root, 'deploy/helm/values', `${name}.yaml`))).digest('hex');
}

/**
 * The first line of what was rendered.
 *
 * @param {string} root
 * @param {string} name
 */
export function headOf(root, name) {
  return `# Made by npm run chart -- --write, of files with the digest ${digestOf(root, name)}\n`;
}

/** @param {string} path */
function textOf(path) {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
}
