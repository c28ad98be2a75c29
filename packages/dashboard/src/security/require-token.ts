import { bearerToken, isSameSecret, ProblemError } from '@foldmart/http/server';
import type { FastifyRequest } from 'fastify';

/** What to do if no token is configured. */
const howToChange =
  'This page is read-only: start it with DASHBOARD_TOKEN (at least 16 characters) to allow changes.';

/** Makes the hook that checks the token of a change before its body is read. */
export function requireToken(token: string | undefined) {
  return async ({ headers }: FastifyRequest): Promise<void> => {
    if (token === undefined) throw new ProblemError('changes-off', howToChange);
    const shown = bearerToken(headers);
    if (shown === undefined) {
      throw new ProblemError('token-missing', 'Send it as Authorization: Bearer.');
    }
    if (!isSameSecret(shown, token)) throw new ProblemError('token-wrong');
  };
}
