import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const memory = 'packages/adapters-memory/test/support';
const harnesses = [
  ...['bus', 'cache', 'store'].map((name) => `${memory}/${name}-harness.ts`),
  'packages/codec-registry/test/support/codec-harness.ts',
];

/**
 * Writes `harness.mjs`: what the tests of the memory adapters and of codecs open for each case of a suite. The packages stay imports,
 * so that the packed ones are tested.
 *
 * @param {string} root
 * @param {string} folder
 */
export async function bundleHarness(root, folder) {
  const entry = join(folder, 'harness-entry.ts');
  const lines = harnesses.map((file) => `export * from '${join(root, file)}';`);
  writeFileSync(entry, lines.join('\n'));
  const bundle = await rolldown({ input: entry, external: /^@foldmart\//, platform: 'node' });
  try {
    await bundle.write({ file: join(folder, 'harness.mjs'), format: 'esm' });
  } finally {
    await bundle.close();
    rmSync(entry);
  }
}
