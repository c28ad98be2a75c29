import {
  parseJson,
  PortError,
  UnsafeJsonError,
  type CachedEntity,
  type EventData,
} from '@foldmart/core';

/** Parses a cached value. Throws a PortError with the reason `corrupt` if it is not the JSON of an object. */
export function parseEntity(key: string, id: string, json: string): CachedEntity {
  let data: unknown;
  try {
    data = parseJson(json);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof UnsafeJsonError)
      throw corrupt(key, id, error);
    throw error;
  }
  if (!isObject(data)) throw corrupt(key, id);
  return { id, data };
}

function isObject(value: unknown): value is EventData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function corrupt(key: string, id: string, cause?: unknown): PortError {
  const reason = cause instanceof UnsafeJsonError ? `: ${cause.message}` : '';
  return new PortError({
    port: 'entity-cache',
    operation: 'read',
    reason: 'corrupt',
    message: `the value of ${id} in ${key} is not the JSON of an object${reason}`,
    hint: 'another program writes to it: remove the key, the next refresh fills it',
    cause,
  });
}
