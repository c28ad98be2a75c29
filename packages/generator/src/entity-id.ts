import type { IdSource } from '@foldmart/core';

/** An id such as `u_a716446655440000`: a prefix and the last 62 random bits of a UUID, in 16 hexadecimal digits. */
export function entityId(prefix: string, ids: IdSource): string {
  const uuid = ids.next();
  return `${prefix}_${uuid.slice(19, 23)}${uuid.slice(24)}`;
}
