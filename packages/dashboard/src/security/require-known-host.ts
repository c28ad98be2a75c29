import { ProblemError } from '@foldmart/http/server';
import type { FastifyRequest } from 'fastify';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Makes the hook that refuses requests to a loopback address under a foreign name. Otherwise any website could reach the
 * page in its visitor's browser, by a name that it resolves to 127.0.0.1 (DNS rebinding).
 */
export function requireKnownHost(allowedHosts: readonly string[]) {
  const allowed = new Set([...loopbackNames, ...allowedHosts.map((host) => host.toLowerCase())]);
  return async ({ headers, socket }: FastifyRequest): Promise<void> => {
    if (!isLoopback(socket.localAddress)) return;
    const name = hostName(headers.host ?? '');
    if (allowed.has(name)) return;
    throw new ProblemError(
      'wrong-host',
      `The page is not served as ${JSON.stringify(name)}. Open it as localhost, or allow the name (DASHBOARD_ALLOWED_HOSTS).`,
    );
  };
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

/** The name without the port: `localhost` of `localhost:4321`. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}
