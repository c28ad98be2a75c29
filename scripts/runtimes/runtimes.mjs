import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const { platform, arch } = process;
const isWindows = platform === 'win32';
const ending = isWindows ? '.exe' : '';
const bunPlatform = isWindows ? 'windows' : platform;
const denoPlatform = platform === 'linux' ? `linux-${arch}-glibc` : `${platform}-${arch}`;

/**
 * Packages of npm that carry a runtime for this machine, and how it runs a program. Deno gets no rights but those named.
 *
 * @type {Readonly<Record<string, { readonly module: string, readonly version: string, readonly file: string, readonly options: readonly string[] }>>}
 */
export const runtimes = {
  bun: {
    module: `@oven/bun-${bunPlatform}-${arch === 'arm64' ? 'aarch64' : arch}`,
    version: '1.4.4',
    file: `bin/bun${ending}`,
    options: [],
  },
  deno: {
    module: `@deno/${denoPlatform}`,
    version: '2.9.5',
    file: `deno${ending}`,
    options: [
      'run',
      '--quiet',
      '--no-prompt',
      '--node-modules-dir=manual',
      '--allow-read',
      '--allow-env',
      // For the registry of schemas that the suite of codecs opens.
      '--allow-net=127.0.0.1',
    ],
  },
};

/**
 * The binary of a runtime, below node_modules/.cache.
 *
 * @param {string} name
 * @param {string} root
 */
export function installRuntime(name, root) {
  const { module, version, file } = runtimeOf(name);
  const folder = join(root, 'node_modules/.cache/runtimes', `${name}-${version}`);
  const binary = join(folder, 'node_modules', module, file);
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const { status } = spawnSync('npm', ['install', ...options, `${module}@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0 || !existsSync(binary)) {
    throw new Error(`npm could not bring ${module}@${version}, which has ${name} for this machine`);
  }
  if (!isWindows) chmodSync(binary, 0o755);
  return binary;
}

/**
 * The arguments with which a runtime runs a program.
 *
 * @param {string} name
 * @param {string} program
 */
export function commandOf(name, program) {
  return [...runtimeOf(name).options, program];
}

/** @param {string} name */
function runtimeOf(name) {
  const runtime = runtimes[name];
  if (runtime === undefined) throw new Error(`there is no runtime ${name}`);
  return runtime;
}
