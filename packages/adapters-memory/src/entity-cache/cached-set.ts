import {
  type CachedEntity,
  toStorableJson,
  UnstorableError,
  ValidationError,
} from '@foldmart/core';
import type { CachedSet } from './memory-cache-server.js';

/** Copies and freezes the entities. Throws a ValidationError if an id is repeated or data is not JSON. */
export function toCachedSet(kind: string, entities: readonly CachedEntity[]): CachedSet {
  const byId = new Map<string, CachedEntity>();
  let sizeBytes = 0;
  for (const entity of entities) {
    const copy = toCachedEntity(kind, entity);
    if (byId.has(copy.id))
      throw new ValidationError(`The set of ${kind} has the id ${copy.id} twice.`);
    byId.set(copy.id, copy);
    sizeBytes += copy.id.length + JSON.stringify(copy.data).length;
  }
  return { byId, entities: [...byId.values()], sizeBytes };
}

function toCachedEntity(kind: string, { id, data }: CachedEntity): CachedEntity {
  try {
    return Object.freeze({ id, data: toStorableJson(data) as CachedEntity['data'] });
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    throw new ValidationError(`${kind} ${id} cannot be cached: ${error.message}.`);
  }
}
