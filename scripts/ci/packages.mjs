import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('../..', import.meta.url));
const REQUIRED = ['LICENSE', 'dist/index.js', 'dist/index.d.ts'];
const STRAY = /(^|\/)(test|\.types|\.tsbuildinfo)(\/|$)/;
// The packages are ESM only, so CommonJS and classic resolution are not supported.
const UNSUPPORTED = new Set(['node10', 'node16-cjs']);

/** Packs each publishable package and checks the tarball that users would install. */
const scratch = mkdtempSync(join(tmpdir(), 'foldmart-packages-'));
try {
  for (const name of publishable()) {
    const faults = await faultsOf(name);
    process.stdout.write(`${faults.length === 0 ? 'sound  ' : 'UNSOUND'} ${name}\n`);
    for (const fault of faults) process.stdout.write(`        ${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @returns {string[]} */
function publishable() {
  return readdirSync(join(root, 'packages'))
    .map((directory) => readManifest(join(root, 'packages', directory)))
    .filter((manifest) => manifest.private !== true)
    .map((manifest) => manifest.name);
}

/**
 * @param {string} directory
 * @returns {{ name: string, private?: boolean }}
 */
function readManifest(directory) {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}

/** @param {string} name */
async function faultsOf(name) {
  const { tarball, files } = pack(name);
  return [
    ...REQUIRED.filter((file) => !files.includes(file)).map((file) => `lacks ${file}`),
    ...files.filter((file) => STRAY.test(file)).map((file) => `ships ${file}`),
    ...(await publishingFaults(tarball)),
    ...(await typeFaults(tarball)),
  ];
}

/**
 * @param {string} name
 * @returns {{ tarball: Buffer, files: string[] }}
 */
function pack(name) {
  const options = ['pack', '--json', '--offline', '--pack-destination', scratch, '-w', name];
  const [packed] = JSON.parse(execFileSync('npm', options, { cwd: root, encoding: 'utf8' }));
  return {
    tarball: readFileSync(join(scratch, packed.filename)),
    files: packed.files.map((/** @type {{ path: string }} */ { path }) => path),
  };
}

/** @param {Buffer} tarball */
async function publishingFaults(tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: arrayBuffer(tarball) },
    strict: true,
  });
  return messages
    .filter(({ type }) => type !== 'suggestion')
    .map((message) => formatMessage(message, pkg) ?? message.code);
}

/** @param {Buffer} tarball */
async function typeFaults(tarball) {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  if (result.types === false) return ['ships no types'];
  return result.problems
    .filter((problem) => !('resolutionKind' in problem && UNSUPPORTED.has(problem.resolutionKind)))
    .map((problem) => `types: ${JSON.stringify(problem)}`);
}

/** @param {Buffer} buffer */
function arrayBuffer(buffer) {
  return Uint8Array.from(buffer).buffer;
}
