import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {{ name: string, file: string, files: string[], sizeBytes: number, unpackedBytes: number }} Packed */

/**
 * Packs every package that is published, as npm does when it publishes.
 *
 * @param {string} destination the folder for the tarballs
 * @returns {Packed[]}
 */
export function packAll(destination) {
  const chosen = publishable().flatMap((name) => ['-w', name]);
  const options = ['pack', '--json', '--offline', '--pack-destination', destination, ...chosen];
  const answer = execFileSync('npm', options, { cwd: root, encoding: 'utf8' });
  return JSON.parse(answer).map(
    (
      /** @type {{ name: string, filename: string, size: number, unpackedSize: number, files: { path: string }[] }} */ packed,
    ) => ({
      name: packed.name,
      file: join(destination, packed.filename),
      files: packed.files.map(({ path }) => path),
      sizeBytes: packed.size,
      unpackedBytes: packed.unpackedSize,
    }),
  );
}

/** The names of the packages that are published. */
export function publishable() {
  return readdirSync(join(root, 'packages'))
    .map((directory) => readManifest(join(root, 'packages', directory)))
    .filter((manifest) => manifest.private !== true)
    .map((manifest) => manifest.name);
}

/**
 * @param {string} directory
 * @returns {{ name: string, private?: boolean }}
 */
function readManifest(directory) {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}
