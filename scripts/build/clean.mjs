import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolders } from './bundles.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Deletes what the packages were built into; the compiler knows only its own files there. */
for (const folder of packageFolders(root)) {
  rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
}
