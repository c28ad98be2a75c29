import type { Runtime } from '@foldmart/composition';
import { answerClientError } from '@foldmart/http/server';
import fastify, { type FastifyInstance } from 'fastify';
import { dashboard } from './dashboard.js';
import type { DashboardOptions } from './options.js';
import { answerUnknown } from './routes/answer-problems.js';

/** Where to serve the page. */
export interface DashboardAddress {
  readonly host: string;
  readonly port: number;
}

/** A page that is served. */
export interface RunningDashboard {
  /** Such as `http://127.0.0.1:4400/`. */
  readonly url: string;
  /** False if the port was taken, and a free one is used. */
  readonly hasWantedPort: boolean;
  /** Ends the streams of open pages. Idempotent. */
  close(): Promise<void>;
}

/**
 * Serves the page on a server of its own. If the port is taken, it uses a free one. Rejects if it cannot listen on the
 * host at all.
 */
export async function serveDashboard(
  app: Runtime,
  { host, port }: DashboardAddress,
  options: DashboardOptions = {},
): Promise<RunningDashboard> {
  const server = createServer();
  try {
    answerUnknown(server);
    await server.register(dashboard(app, options));
    const address = await listen(server, host, port);
    return {
      url: `${address.url}/`,
      hasWantedPort: address.hasWantedPort,
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function createServer(): FastifyInstance {
  return fastify({
    bodyLimit: 1_048_576,
    requestTimeout: 15_000,
    forceCloseConnections: true,
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: 16_384 },
  });
}

async function listen(server: FastifyInstance, host: string, port: number) {
  try {
    return { url: await server.listen({ host, port }), hasWantedPort: true };
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    return { url: await server.listen({ host, port: 0 }), hasWantedPort: false };
  }
}
