import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { packAll } from './pack.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = join(root, 'docs/packages.md');
const between = /(<!-- measured: npm run sizes -- --write -->\n)(.*?)(<!-- end of measured -->)/s;
const tolerance = 1.1;

/** Writes the sizes of the packages into docs/packages.md, or compares: a tenth more than stated is refused. */
const measured = await measure();
const text = readFileSync(page, 'utf8');
if (process.argv.includes('--write')) {
  writeFileSync(page, text.replace(between, `$1\n${table(measured)}\n$3`));
} else {
  const stated = statedSizes(between.exec(text)?.[2] ?? '');
  for (const { name, code } of measured) {
    const limit = (stated.get(name) ?? 0) * tolerance + 100;
    if (code <= limit) continue;
    process.stderr.write(`${name} has ${kilobytes(code)} of code, more than ${kilobytes(limit)}\n`);
    process.exitCode = 1;
  }
  process.stdout.write(
    process.exitCode === 1
      ? 'If the growth is intended, accept it with `npm run sizes -- --write`.\n'
      : `sizes: ${String(measured.length)} packages within their budgets\n`,
  );
}

/** @typedef {{ name: string, code: number, tarball: number, unpacked: number }} Sizes */

/** @returns {Promise<Sizes[]>} */
async function measure() {
  const scratch = mkdtempSync(join(tmpdir(), 'foldmart-sizes-'));
  try {
    const packed = packAll(scratch);
    return await Promise.all(
      packed.map(async ({ name, sizeBytes, unpackedBytes }) => ({
        name,
        code: await codeBytes(name),
        tarball: sizeBytes,
        unpacked: unpackedBytes,
      })),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * What the package's main entry loads of its own code, minified and compressed.
 *
 * @param {string} name
 */
async function codeBytes(name) {
  const home = join(root, 'packages', name.replace('@foldmart/', ''));
  const bundle = await rolldown({
    input: join(home, 'dist/index.js'),
    platform: 'node',
    external: /^[^./]/,
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  return gzipSync(output.map((chunk) => ('code' in chunk ? chunk.code : '')).join('')).length;
}

/** @param {Sizes[]} sizes */
function table(sizes) {
  const rows = sizes.map(({ name, code, tarball, unpacked }) => {
    const folder = `../packages/${name.replace('@foldmart/', '')}/README.md`;
    return `| [\`${name}\`](${folder}) | ${kilobytes(code)} | ${kilobytes(tarball)} | ${kilobytes(unpacked)} |`;
  });
  const head =
    '| package | code, minified and gzip | tarball | unpacked |\n| --- | --- | --- | --- |';
  return `${[head, ...rows].join('\n')}\n`;
}

/**
 * @param {string} stated
 * @returns {Map<string, number>}
 */
function statedSizes(stated) {
  return new Map(
    [...stated.matchAll(/\| \[`([^`]+)`\][^|]*\| +([\d.]+) kB/g)].map(([, name = '', size]) => [
      name,
      Number(size) * 1_000,
    ]),
  );
}

/** @param {number} count */
function kilobytes(count) {
  return `${(count / 1_000).toFixed(1)} kB`;
}
