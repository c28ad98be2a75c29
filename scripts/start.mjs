import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from './build/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = new URL('../examples/full-stack/dist/main.js', import.meta.url);

if (!existsSync(new URL('../node_modules/typescript', import.meta.url))) {
  process.stderr.write('the packages are not installed: run npm ci first\n');
  process.exit(1);
}
process.stderr.write('checking the build\n');
const code = await build(root, 'examples/full-stack');
if (code === 0) {
  process.stderr.write('starting the shop\n');
  await import(main.href);
} else {
  process.stderr.write('the build failed, its messages are above\n');
  process.exitCode = code;
}
