import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application } from 'typedoc';

/** Writes the reference of the public types and functions of every package, as a site of its own, into `directory`. */
export async function writeApiPages(root, directory) {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.sources.json'), 'utf8'));
  const entryPoints = Object.values(compilerOptions.paths).map(([path]) => join(root, path));
  const app = await Application.bootstrap({
    entryPoints,
    tsconfig: join(root, 'tsconfig.sources.json'),
    skipErrorChecking: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    readme: 'none',
    githubPages: false,
    disableSources: true,
    name: 'Foldmart API',
    hideGenerator: true,
    navigationLinks: { Guides: '../' },
    logLevel: 'Error',
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('The API reference could not be made.');
  await app.generateDocs(project, directory);
}
