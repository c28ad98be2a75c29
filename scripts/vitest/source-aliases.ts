import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

const PACKAGES = new URL('../../packages/', import.meta.url);

/**
 * Resolves each exported path of each package to its TypeScript source, so that tests need no
 * build.
 */
export function sourceAliases(): { find: RegExp; replacement: string }[] {
  return readdirSync(PACKAGES).flatMap(aliasesOf);
}

function aliasesOf(directory: string): { find: RegExp; replacement: string }[] {
  const home = new URL(`${directory}/`, PACKAGES);
  const manifest = JSON.parse(readFileSync(new URL('package.json', home), 'utf8')) as Manifest;
  return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return [];
    const source = target.default.replace('./dist/', './src/').replace(/\.js$/, '.ts');
    return [
      {
        find: new RegExp(`^${manifest.name}${subpath.slice(1)}$`),
        replacement: fileURLToPath(new URL(source, home)),
      },
    ];
  });
}
