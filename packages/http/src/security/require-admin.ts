import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problems/problem-error.js';
import { bearerToken } from './bearer-token.js';
import { isSameSecret } from './is-same-secret.js';

/** Creates the hook that checks the admin token before the body is read. */
export function requireAdmin(adminToken: string | undefined) {
  return async ({ headers }: FastifyRequest): Promise<void> => {
    if (adminToken === undefined) {
      throw new ProblemError(
        'admin-calls-off',
        'No admin token is configured: set COUPON_ADMIN_TOKEN.',
      );
    }
    const shown = bearerToken(headers);
    if (shown === undefined) {
      throw new ProblemError('admin-token-missing', 'Send it as Authorization: Bearer.');
    }
    if (!isSameSecret(shown, adminToken)) throw new ProblemError('admin-token-wrong');
  };
}
