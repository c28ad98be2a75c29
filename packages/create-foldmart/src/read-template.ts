import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './fill-template.js';

const copied = ['foldmart.config.ts', 'foldmart.simulation.ts', 'src', 'test'];

/** The files of the template that every project has. */
export function readTemplate(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, '/').length))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => copied.includes(path.split('/')[0] ?? ''));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
