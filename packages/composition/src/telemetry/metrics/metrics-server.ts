import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SettingsError } from '../../settings/settings-error.js';
import type { MetricsText } from './metrics-text.js';

/** A server that answers `GET /metrics`, and `GET /health/live` if the process responds. */
export interface MetricsServer {
  /** Such as `http://127.0.0.1:9464/metrics`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves the metrics.
 *
 * @throws SettingsError if it cannot listen there.
 */
export async function serveMetrics(
  metrics: MetricsText,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    void answer(metrics, request.method, request.url).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(request.method === 'HEAD' ? undefined : body);
    });
  });
  await listen(server, host, port);
  // Metrics alone keep no process alive.
  server.unref();
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${String(taken)}/metrics`,
    close: () => close(server),
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const plain = 'text/plain; charset=utf-8';
const paths = 'Metrics are at /metrics. /health/live responds if the process does.\n';

async function answer(metrics: MetricsText, method = '', url = ''): Promise<Answer> {
  const [path = ''] = url.split('?', 1);
  if (path !== '/metrics' && path !== '/health/live')
    return { status: 404, type: plain, body: paths };
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, type: plain, body: 'Use GET.\n' };
  // Asks no service: a process that waits for one must not be restarted.
  if (path === '/health/live') return { status: 200, type: plain, body: 'up\n' };
  try {
    return { status: 200, type: metrics.contentType, body: await metrics.read() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { status: 500, type: plain, body: `The metrics cannot be written: ${why}\n` };
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new SettingsError([
          {
            name: 'METRICS_PORT',
            value: String(port),
            problem: `cannot listen on ${host}:${String(port)} (${error.message}); set METRICS_HOST and METRICS_PORT to a free address, or METRICS_PORT to 0 for any free port`,
          },
        ]),
      );
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
