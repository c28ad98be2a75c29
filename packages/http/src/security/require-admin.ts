import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problems/problem-error.js';

/** Creates the hook that checks the admin token before the body is read. */
export function requireAdmin(adminToken: string | undefined) {
  return async ({ headers }: FastifyRequest): Promise<void> => {
    if (adminToken === undefined) {
      throw new ProblemError(
        'admin-calls-off',
        'No admin token is configured: set COUPON_ADMIN_TOKEN.',
      );
    }
    const [, shown] = /^Bearer +(.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (shown === undefined) {
      throw new ProblemError('admin-token-missing', 'Send it as Authorization: Bearer.');
    }
    if (!isSame(shown, adminToken)) throw new ProblemError('admin-token-wrong');
  };
}

/** Compares in constant time, so that the duration reveals neither value. */
function isSame(shown: string, wanted: string): boolean {
  return timingSafeEqual(digest(shown), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
