import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './pack.mjs';

const folder = fileURLToPath(new URL('../../reports/sbom', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'foldmart-sbom-'));

/** Writes what npm installs with the packed packages, as CycloneDX: their dependencies, as users get them today. */
try {
  const tarballs = packAll(scratch);
  const dependencies = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]));
  const manifest = { name: 'foldmart-packages', version: '0.0.0', private: true, dependencies };
  writeFileSync(join(scratch, 'package.json'), JSON.stringify(manifest));
  npm('install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund');
  const text = npm('sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx');
  const { components } = JSON.parse(text);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'foldmart.cdx.json'), text);
  process.stdout.write(`reports/sbom/foldmart.cdx.json: ${String(components.length)} components\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {string[]} options */
function npm(...options) {
  return execFileSync('npm', options, { cwd: scratch, encoding: 'utf8', maxBuffer: 2 ** 28 });
}
