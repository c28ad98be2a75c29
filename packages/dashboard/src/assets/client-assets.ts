import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the page, as it is sent. */
export interface ClientAsset {
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const manifest = createRequire(import.meta.url).resolve('@foldmart/dashboard/package.json');

/** The folder of the built page. Bundling moves modules, so it is found from the package. */
const clientFolder = join(dirname(manifest), 'dist/client');

/**
 * Reads all files of the page, by their paths in the folder. They are few and small, so they are held in memory, and no
 * request can name another file.
 */
export function readClientAssets(folder = clientFolder): ReadonlyMap<string, ClientAsset> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => extname(path) in mediaTypes);
  return new Map(paths.map((path) => [path, readAsset(join(folder, path))]));
}

function readAsset(file: string): ClientAsset {
  const bytes = readFileSync(file);
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return {
    mediaType: mediaTypes[extname(file)] ?? 'application/octet-stream',
    bytes,
    gzipped: gzipSync(bytes),
    etag: `"${digest}"`,
  };
}
