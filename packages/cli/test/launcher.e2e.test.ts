import { execFile, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const notice = /^foldmart: the sources are newer than the build, building…\n$/;

let clone: string;

/** A clone with one package: the command itself, the real compiler and the real bundler. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'foldmart-launcher-'));
  for (const shared of ['tsconfig.base.json', 'scripts/build', 'packages/cli/bin']) {
    cpSync(join(root, shared), join(clone, shared), { recursive: true });
  }
  mkdirSync(join(clone, 'node_modules'));
  for (const tool of ['typescript', 'rolldown', '@types']) {
    symlinkSync(join(root, 'node_modules', tool), join(clone, 'node_modules', tool), 'junction');
  }
  mkdirSync(join(clone, 'packages/cli/src'));
  write('packages/cli/package.json', '{ "name": "@foldmart/cli", "type": "module" }');
  write('package.json', '{ "name": "foldmart", "type": "module" }');
  write('tsconfig.build.json', '{ "files": [], "references": [{ "path": "packages/cli" }] }');
  write(
    'packages/cli/tsconfig.json',
    '{ "extends": "../../tsconfig.base.json", "include": ["src"] }',
  );
  write('packages/cli/src/main.ts', `console.log('one', ...process.argv.slice(2));`);
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

describe('the foldmart command in a clone', () => {
  it('builds before the first run only, and passes its arguments on', async () => {
    const first = await foldmart('--flag', 'value');
    expect(first).toEqual({
      code: 0,
      stdout: 'one --flag value\n',
      stderr: expect.stringMatching(notice) as string,
    });
    expect(await foldmart()).toEqual({ code: 0, stdout: 'one\n', stderr: '' });
  });

  it('builds nothing for the sake of a package that it does not need', async () => {
    await foldmart();
    mkdirSync(join(clone, 'packages/other/src'), { recursive: true });
    write('packages/other/package.json', '{ "name": "@foldmart/other", "type": "module" }');
    write('packages/other/src/index.ts', 'export {};');
    expect(await foldmart()).toEqual({ code: 0, stdout: 'one\n', stderr: '' });
  });

  it('builds again when a source is newer than the build', async () => {
    await foldmart();
    write('packages/cli/src/main.ts', `console.log('two');`);
    expect(await foldmart()).toMatchObject({
      stdout: 'two\n',
      stderr: expect.stringMatching(notice) as string,
    });
    touch('packages/cli/src/main.ts');
    expect((await foldmart()).stderr).toMatch(notice);
    expect(await foldmart()).toEqual({ code: 0, stdout: 'two\n', stderr: '' });
  });

  it('builds once for commands that start at the same time', async () => {
    const runs = await Promise.all([foldmart(), foldmart(), foldmart()]);
    expect(runs.map(({ stdout }) => stdout)).toEqual(['one\n', 'one\n', 'one\n']);
    expect(runs.filter(({ stderr }) => notice.test(stderr))).toHaveLength(1);
  });

  it('takes over the lock of a build that was killed', async () => {
    const pid = await pidOfTheDead();
    write('packages/cli/src/main.ts', `console.log('after');`);
    write('node_modules/.foldmart-build.lock', String(pid));
    expect(await foldmart()).toMatchObject({ code: 0, stdout: 'after\n' });
  });

  it('shows the errors of the sources and ends with a non-zero code on every run', async () => {
    write('packages/cli/src/main.ts', 'const wrong: number = "text"; console.log(wrong);');
    for (const attempt of [await foldmart(), await foldmart()]) {
      expect(attempt).toMatchObject({ code: 1, stdout: '' });
      expect(attempt.stderr).toContain('main.ts(1,7): error TS2322');
      expect(attempt.stderr).toMatch(/the build failed, its messages are above\.\n$/);
    }
  });
});

function write(path: string, text: string): void {
  writeFileSync(join(clone, path), text);
}

function touch(path: string): void {
  const now = new Date();
  utimesSync(join(clone, path), now, now);
}

function pidOfTheDead(): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--eval', '']);
    child.once('exit', () => resolve(child.pid));
  });
}

type Run = { code: number; stdout: string; stderr: string };

function foldmart(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const script = join(clone, 'packages/cli/bin/foldmart.js');
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}
