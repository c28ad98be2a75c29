import { readCatalogue, type SchemaCatalogue } from '@foldmart/core/schemas';
import { readFile, writeFile } from 'node:fs/promises';
import { messageOf } from '../message-of.js';
import { UsageError } from '../usage-error.js';

/** Where a domain keeps the schemas of its events, beside its code. */
export const catalogueFileName = 'foldmart.schemas.json';

/**
 * Reads the schemas that were kept; undefined if there is no such file.
 *
 * @throws UsageError if it cannot be read, or is no such file.
 */
export async function readCatalogueFile(path: string): Promise<SchemaCatalogue | undefined> {
  try {
    return readCatalogue(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(
      `${path} cannot be read as the schemas of events: ${messageOf(error)}. foldmart schemas write makes such a file`,
    );
  }
}

/** @throws UsageError if the file cannot be written. */
export async function writeCatalogueFile(path: string, catalogue: SchemaCatalogue): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(catalogue, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${messageOf(error)}`);
  }
}
