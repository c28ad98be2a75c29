import type { OwnSchema, RegistryFormat } from '@foldmart/codec-registry';
import type { EventRegistry } from '@foldmart/core';
import { readCatalogue, type SchemaCatalogue } from '@foldmart/core/schemas';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SettingName } from '../settings/definitions.js';
import { SettingsError } from '../settings/settings-error.js';

const formatOf: Readonly<Record<string, RegistryFormat>> = {
  avsc: 'avro',
  proto: 'protobuf',
  json: 'json-schema',
};

/**
 * Reads the schemas of a directory: `order_created.avsc`, or `order_created.v1.avsc` for a former version. Other files are left.
 *
 * @throws SettingsError if the directory cannot be read, or a file belongs to no event.
 */
export function readOwnSchemas(
  directory: string | undefined,
  registry: EventRegistry,
): readonly OwnSchema[] {
  if (directory === undefined) return [];
  const name = 'SCHEMA_REGISTRY_SCHEMAS';
  return attempt(name, directory, () => readdirSync(directory)).flatMap((file) => {
    const [, type, said, extension] =
      /^(.+?)(?:\.v([1-9]\d*))?\.(avsc|proto|json)$/.exec(file) ?? [];
    const format = formatOf[extension ?? ''];
    if (type === undefined || format === undefined) return [];
    const definition = registry.find(type);
    if (definition === undefined) {
      throw new SettingsError([
        { name, value: directory, problem: `${file} belongs to no event: there is no ${type}` },
      ]);
    }
    const path = join(directory, file);
    const text = attempt(name, path, () => readFileSync(path, 'utf8'));
    return { type, format, version: said === undefined ? definition.version : Number(said), text };
  });
}

const usualCatalogue = 'foldmart.schemas.json';

/**
 * Reads the schemas of former versions. Without a path, the usual file is read if it exists.
 *
 * @throws SettingsError if the file cannot be read.
 */
export function readFormerSchemas(path: string | undefined): SchemaCatalogue | undefined {
  const name = 'SCHEMA_REGISTRY_CATALOGUE';
  try {
    return readCatalogue(JSON.parse(readFileSync(path ?? usualCatalogue, 'utf8')));
  } catch (error) {
    if (path === undefined && isMissing(error)) return undefined;
    throw unreadable(name, path ?? usualCatalogue, error);
  }
}

function attempt<Result>(name: SettingName, path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw unreadable(name, path, error);
  }
}

function unreadable(name: SettingName, value: string, error: unknown): SettingsError {
  const why = error instanceof Error ? error.message : String(error);
  return new SettingsError([{ name, value, problem: `it cannot be read (${why})` }]);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
