import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../build/build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const clearLine = '\r\u001b[K';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldmart-build-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  write('packages/one/tsconfig.json', config([]));
  write('packages/one/main.ts', 'export const one = 1;\n');
  write('packages/two/tsconfig.json', config([{ path: '../one' }]));
  write('packages/two/main.ts', 'export const two = 2;\n');
  write('packages/two/src/index.ts', "export { two } from '../main.js';\n");
  const exports = { '.': { default: './dist/index.js' } };
  write('packages/two/package.json', JSON.stringify({ type: 'module', exports }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function config(references: readonly object[]): string {
  const compilerOptions = {
    composite: true,
    outDir: 'dist',
    tsBuildInfoFile: 'dist/.tsbuildinfo',
    types: [],
    skipLibCheck: true,
  };
  return JSON.stringify({ compilerOptions, include: ['*.ts'], references });
}

async function built(isTTY = false): Promise<{ readonly code: number; readonly shown: string }> {
  let shown = '';
  const write = (text: string): boolean => {
    shown += text;
    return true;
  };
  const code = await build(folder, 'packages/two', { isTTY, write });
  return { code, shown };
}

describe('the build of npm start', () => {
  it('says which package it builds and bundles, and nothing if all are built', async () => {
    expect(await built()).toEqual({
      code: 0,
      shown:
        'building packages/one (1 of 2)\nbuilding packages/two (2 of 2)\nbundling packages/two\n',
    });
    expect(await built()).toEqual({ code: 0, shown: '' });
  });

  it('shows one line on a terminal, with the time, and the messages of a build that fails', async () => {
    write('packages/two/main.ts', 'export const two: string = 2;\n');
    const { code, shown } = await built(true);
    expect(code).not.toBe(0);
    const pieces = shown.split(clearLine);
    expect(pieces[1]).toMatch(/^building packages\/one \(1 of 2\), \d+ s$/);
    expect(shown).not.toContain('bundling');
    const messages = pieces.at(-1);
    expect(messages).toMatch(/^packages\/two\/main\.ts\(1,14\): error TS2322/);
  });
});
