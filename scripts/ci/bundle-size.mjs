import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
// 182 kB are of these packages themselves. An import of { z } defeats tree shaking and adds 376 kB.
const BUDGET_BYTES = 240_000;
const PAGE_BUDGET_BYTES = 150_000;
const ENTRY = 'virtual:all-of-core-and-memory';

/** Bundles everything that core and the memory adapters export, and fails above the budget. */
const code = await bundle();
const bytes = Buffer.byteLength(code);
const compressed = gzipSync(code).length;
process.stdout.write(
  `core + memory, minified: ${inKilobytes(bytes)} of ${inKilobytes(BUDGET_BYTES)} (gzip ${inKilobytes(compressed)})\n`,
);
if (bytes > BUDGET_BYTES) {
  process.stderr.write(
    'The bundle is over its budget. Look for an import that defeats tree shaking, such as { z } from zod.\n',
  );
  process.exitCode = 1;
}

/** Adds up the files of the live page as browsers load them, and fails above the budget. */
const pageBytes = sizeOfPage();
process.stdout.write(
  `live page, gzip: ${inKilobytes(pageBytes)} of ${inKilobytes(PAGE_BUDGET_BYTES)}\n`,
);
if (pageBytes > PAGE_BUDGET_BYTES) {
  process.stderr.write(
    'The live page is over its budget. Look for a dependency that it needs little of.\n',
  );
  process.exitCode = 1;
}

/** @returns {number} */
function sizeOfPage() {
  const folder = join(root, 'packages/dashboard/dist/client');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map((entry) => gzipSync(readFileSync(join(entry.parentPath, entry.name))).length)
    .reduce((sum, size) => sum + size, 0);
}

async function bundle() {
  const build = await rolldown({
    cwd: root,
    input: ENTRY,
    platform: 'browser',
    plugins: [{ name: 'entry', resolveId: keepEntry, load: loadEntry }],
    onwarn: (warning) => {
      throw new Error(String(warning.message));
    },
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  return output.map((chunk) => ('code' in chunk ? chunk.code : '')).join('');
}

/** @param {string} id */
function keepEntry(id) {
  return id === ENTRY ? { id, moduleSideEffects: true } : null;
}

/** @param {string} id */
function loadEntry(id) {
  if (id !== ENTRY) return null;
  const core = JSON.stringify(
    fileURLToPath(new URL('packages/core/dist/index.js', `file://${root}`)),
  );
  const memory = JSON.stringify(
    fileURLToPath(new URL('packages/adapters-memory/dist/index.js', `file://${root}`)),
  );
  return `export * from ${core}; export * from ${memory};`;
}

/** @param {number} count */
function inKilobytes(count) {
  return `${(count / 1_000).toFixed(1)} kB`;
}
