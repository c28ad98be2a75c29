import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BUDGET_BYTES = 190_000;
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
