import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const support = 'packages/adapters-memory/test/support';

/**
 * Writes `harness.mjs`: what the tests of the memory adapters open for each case of a suite. The packages stay imports,
 * so that the packed ones are tested.
 *
 * @param {string} root
 * @param {string} folder
 */
export async function bundleHarness(root, folder) {
  const entry = join(folder, 'harness-entry.ts');
  const names = ['bus', 'cache', 'store'];
  const lines = names.map(
    (name) => `export * from '${join(root, support, `${name}-harness.ts`)}';`,
  );
  writeFileSync(entry, lines.join('\n'));
  const bundle = await rolldown({ input: entry, external: /^@foldmart\//, platform: 'node' });
  try {
    await bundle.write({ file: join(folder, 'harness.mjs'), format: 'esm' });
  } finally {
    await bundle.close();
    rmSync(entry);
  }
}
