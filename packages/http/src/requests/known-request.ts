import type { RequestIds } from '@foldmart/core/shop';
import * as z from 'zod';
import { ProblemError } from '../problems/problem-error.js';

/** The part of an address that names a request. */
export const requestParams = z.object({
  requestId: z.string().min(1).max(500).describe('As it was given with the 202.'),
});

/** The id behind a token. Throws a problem where none of this system's processes has given it out. */
export function requireKnown(ids: RequestIds, token: string): string {
  const requestId = ids.idOf(token);
  if (requestId !== undefined) return requestId;
  throw new ProblemError('unknown-request', 'No request was ever taken under this id.');
}
