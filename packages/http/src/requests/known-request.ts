import type { RequestIds } from '@foldmart/core/shop';
import * as z from 'zod';
import { ProblemError } from '../problems/problem-error.js';

/** The path parameter that identifies a request. */
export const requestParams = z.object({
  requestId: z.string().min(1).max(500).describe('The token that was returned with the 202.'),
});

/**
 * The request id behind a token.
 *
 * @throws ProblemError if no process of this system issued the token.
 */
export function requireKnown(ids: RequestIds, token: string): string {
  const requestId = ids.idOf(token);
  if (requestId !== undefined) return requestId;
  throw new ProblemError('unknown-request', 'No request was accepted under this id.');
}
