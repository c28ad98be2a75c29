import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextFiles } from './support/build-context.js';
import { parseDockerfile } from './support/dockerfile.js';
import { buildNatively, type NativeImage } from './support/native-build.js';
import { copyBuild, linkInstalled } from './support/stand-ins.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isFull = process.env['FOLDMART_FULL'] === '1';
const minutes = 60_000;
const someUser = 1_000;

/** Installing and compiling take minutes, so only a full run does both as the Dockerfile says. */
function replace(command: string, workingFolder: string): boolean {
  if (isFull) return false;
  if (command.startsWith('npm ci')) linkInstalled(root, workingFolder);
  else if (command.startsWith('node scripts/build/main.mjs ')) copyBuild(root, workingFolder);
  else return false;
  return true;
}

describe('the image that the Dockerfile builds', () => {
  let into: string;
  let image: NativeImage;

  beforeAll(() => {
    into = mkdtempSync(join(tmpdir(), 'foldmart-image-'));
    chmodSync(into, 0o755);
    const stages = parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
    const dockerignore = readFileSync(join(root, '.dockerignore'), 'utf8');
    image = buildNatively(stages, { context: root, dockerignore, into, replace });
  }, 15 * minutes);
  afterAll(() => rmSync(into, { recursive: true, force: true }));

  /** As another user, who cannot write to the files of the image. */
  function run(...args: readonly string[]): string {
    const [command = ''] = image.entrypoint;
    const identity = process.getuid?.() === 0 ? { uid: someUser, gid: someUser } : {};
    return execFileSync(command, args, {
      cwd: image.workingFolder,
      env: { ...image.environment },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...identity,
    });
  }

  it('runs the shop as a user without rights', () => {
    const printed = run(
      ...'start --users 20 --products 20 --orders 5 --rate max -o json'.split(' '),
    );
    expect(JSON.parse(printed)).toMatchObject({ conflicts: 0, deadLetters: 0, lag: 0 });
    expect(image.user).toBe('node');
  });

  it('has the adapters of the real services', () => {
    const imports = ['kafka', 'redis', 'postgres'].map((each) => `@foldmart/adapters-${each}`);
    const script = `await Promise.all(${JSON.stringify(imports)}.map((each) => import(each)))`;
    const args = ['--input-type=module', '--eval', script];
    execFileSync(process.execPath, args, { cwd: image.workingFolder, stdio: 'pipe' });
  });

  it('has neither sources, tests, declarations nor settings of this clone', () => {
    const files = readdirSync(image.workingFolder, { recursive: true, encoding: 'utf8' });
    const own = files.filter((file) => !file.startsWith('node_modules'));
    expect(own).toContain('packages/cli/dist/main.js');
    expect(own.filter((file) => /(^|\/)(src|test|\.env)(\/|$)|\.(ts|map)$/.test(file))).toEqual([]);
  });

  it('has no development dependencies', () => {
    if (!isFull) return;
    const installed = readdirSync(join(image.workingFolder, 'node_modules'));
    expect(installed).toContain('ioredis');
    for (const tool of ['typescript', 'vitest', 'eslint', 'turbo']) {
      expect(installed).not.toContain(tool);
    }
  });
});

it('the build is given the scripts that build, and no others', () => {
  const dockerignore = readFileSync(join(root, '.dockerignore'), 'utf8');
  const given = contextFiles(root, dockerignore).filter((file) => file.startsWith('scripts/'));
  expect(given).toContain('scripts/build/main.mjs');
  expect(given.filter((file) => !file.startsWith('scripts/build/'))).toEqual([]);
});

it('a build that lacks a folder fails', () => {
  const into = mkdtempSync(join(tmpdir(), 'foldmart-image-'));
  try {
    mkdirSync(join(into, 'empty'));
    const stages = parseDockerfile('FROM scratch\nWORKDIR /app\nRUN ls packages\n');
    const build = { context: join(into, 'empty'), dockerignore: '', into, replace };
    expect(() => buildNatively(stages, build)).toThrow(/packages/);
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
});
