import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packAll } from './pack.mjs';

const REQUIRED = ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts'];
const STRAY = /^(?!template\/test\/)(.*\/)?(test|\.types|\.tsbuildinfo)(\/|$)/;
// The packages are ESM only, so CommonJS and classic resolution are not supported.
const UNSUPPORTED = new Set(['node10', 'node16-cjs']);

/** Packs each publishable package and checks the tarball that users would install. */
const scratch = mkdtempSync(join(tmpdir(), 'foldmart-packages-'));
try {
  for (const packed of packAll(scratch)) {
    const faults = await faultsOf(packed);
    process.stdout.write(`${faults.length === 0 ? 'sound  ' : 'UNSOUND'} ${packed.name}\n`);
    for (const fault of faults) process.stdout.write(`        ${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {import('./pack.mjs').Packed} packed */
async function faultsOf({ file, files }) {
  const tarball = readFileSync(file);
  return [
    ...REQUIRED.filter((path) => !files.includes(path)).map((path) => `lacks ${path}`),
    ...files.filter((path) => STRAY.test(path)).map((path) => `ships ${path}`),
    ...(await publishingFaults(tarball)),
    ...(await typeFaults(tarball)),
  ];
}

/** @param {Buffer} tarball */
async function publishingFaults(tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: arrayBuffer(tarball) },
    strict: true,
  });
  return messages.map((message) => formatMessage(message, pkg) ?? message.code);
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
