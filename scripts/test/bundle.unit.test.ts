import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundlePackages } from '../build/bundles.mjs';
import { hasClient, isClientBuilt } from '../build/client-build.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'foldmart-bundle-'));
  write('package.json', manifest({ picocolors: '*' }));
  write('src/index.ts', "export { greet } from './greet.js';\nexport { fail } from './fail.js';\n");
  write(
    'src/greet.ts',
    "import pc from 'picocolors';\nexport const greet = async () => pc.bold((await import('./text.js')).text);\n",
  );
  write('src/text.ts', "export const text: string = 'hello';\n");
  write('src/fail.ts', "\nexport function fail(): never {\n  throw new Error('failed');\n}\n");
  write('dist/.tsbuildinfo', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function manifest(dependencies: Readonly<Record<string, string>>): string {
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };
  return JSON.stringify({ name: 'one', type: 'module', exports, dependencies });
}

function inPackage(path: string): string {
  return join(root, 'packages/one', path);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(inPackage(path)), { recursive: true });
  writeFileSync(inPackage(path), text);
}

function bundled(): string[] {
  const files = readdirSync(inPackage('dist'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(js|d\.ts)$/.test(file)).sort();
}

async function bundle(): Promise<readonly string[]> {
  const names: string[] = [];
  await bundlePackages(root, (name) => names.push(name));
  return names;
}

describe('the bundle of a package', () => {
  it('has the modules of the package, with other packages and lazy modules as imports', async () => {
    await bundle();
    const index = readFileSync(inPackage('dist/index.js'), 'utf8');
    expect(index.match(/from "[^"]+"/g)).toEqual(['from "picocolors"']);
    expect(index).toMatch(/import\("\.\/chunks\/text-[\w-]+\.js"\)/);
    expect(bundled()).toEqual([expect.stringMatching(/^chunks\/text-/), 'index.js']);
  });

  it('replaces all scripts of an earlier build, and keeps its declarations', async () => {
    write('dist/greet.js', 'export {};\n');
    write('dist/greet.d.ts', 'export {};\n');
    write('dist/chunks/text-earlier.js', 'export {};\n');
    await bundle();
    expect(bundled()).toEqual([expect.stringMatching(/^chunks\/text-/), 'greet.d.ts', 'index.js']);
    expect(existsSync(inPackage('dist/chunks/text-earlier.js'))).toBe(false);
    expect(readdirSync(inPackage('dist')).filter((file) => file.startsWith('.bundle'))).toEqual([]);
  });

  it('leaves the client for browsers in its place', async () => {
    write('dist/client/assets/page.js', 'export {};\n');
    await bundle();
    expect(bundled()).toContain('client/assets/page.js');
  });

  it('is made again only after the compiler, or if the manifest changes', async () => {
    expect(await bundle()).toEqual(['packages/one']);
    expect(await bundle()).toEqual([]);
    for (const changed of ['dist/.tsbuildinfo', 'package.json']) {
      const soon = new Date(Date.now() + 1);
      utimesSync(inPackage(changed), soon, soon);
      expect(await bundle()).toEqual(['packages/one']);
    }
  });

  it('has source maps that lead into the sources', async () => {
    // Resolved like a dependency of a user, from the folder of the package.
    write('node_modules/picocolors/index.js', 'module.exports = {};\n');
    await bundle();
    const program = `const { fail } = await import('${pathToFileURL(inPackage('dist/index.js')).href}');
      try { fail(); } catch (error) { console.log(error.stack); }`;
    const options = ['--enable-source-maps', '--input-type=module', '--eval', program];
    const stack = execFileSync(process.execPath, options, { encoding: 'utf8' });
    expect(stack).toContain(`at fail (${inPackage('src/fail.ts')}:3:`);
  });

  it('fails if a module imports a package that the manifest does not name', async () => {
    write('package.json', manifest({}));
    await expect(bundle()).rejects.toThrow(/picocolors/);
    expect(bundled()).toEqual([]);
  });
});

describe('the client of a package', () => {
  it('is built again if it, the package or the configuration has changed', () => {
    write('vite.config.mjs', 'export default {};\n');
    write('client/main.ts', 'export {};\n');
    expect([hasClient(inPackage('')), isClientBuilt(inPackage(''))]).toEqual([true, false]);
    write('dist/client/index.html', '');
    for (const changed of ['client/main.ts', 'src/index.ts', 'vite.config.mjs', 'package.json']) {
      const soon = new Date(Date.now() + 60_000);
      utimesSync(inPackage('dist/client/index.html'), new Date(), new Date());
      utimesSync(inPackage(changed), soon, soon);
      expect([changed, isClientBuilt(inPackage(''))]).toEqual([changed, false]);
      utimesSync(inPackage(changed), new Date(0), new Date(0));
      utimesSync(inPackage('dist/client/index.html'), soon, soon);
      expect([changed, isClientBuilt(inPackage(''))]).toEqual([changed, true]);
    }
  });
});
