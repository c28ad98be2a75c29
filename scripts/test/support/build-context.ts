import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files that an engine would send to the build: those of `folder` that no line of its
 * `.dockerignore` names. Paths are relative.
 */
export function contextFiles(folder: string, dockerignore: string): readonly string[] {
  const ignored = dockerignore
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map(toPattern);
  const walk = (path: string): readonly string[] =>
    readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
      const child = join(path, entry.name);
      if (ignored.some((pattern) => pattern.test(child))) return [];
      return entry.isDirectory() ? walk(child) : [child];
    });
  return walk('');
}

function toPattern(line: string): RegExp {
  const source = line
    .replace(/[.+^$()[\]{}|]/g, '\\$&')
    .replace(/\*\*\//g, '\u0000')
    .replace(/\*/g, '[^/]*')
    .replaceAll('\u0000', '(.*/)?');
  return new RegExp(`^${source}$`);
}
