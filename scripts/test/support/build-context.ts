import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files that an engine would send to the build: those of `folder` that no line of its
 * `.dockerignore` names. The last line that names a file decides; `!` takes it in again. Paths are relative.
 */
export function contextFiles(folder: string, dockerignore: string): readonly string[] {
  const rules = dockerignore
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ ignores: !line.startsWith('!'), pattern: toPattern(line.replace('!', '')) }));
  const isIgnored = (path: string): boolean =>
    rules.findLast(({ pattern }) => pattern.test(path))?.ignores ?? false;
  const walk = (path: string): readonly string[] =>
    readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
      const child = join(path, entry.name);
      if (isIgnored(child)) return [];
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
