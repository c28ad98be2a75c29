import type { Runtime } from '@foldmart/composition';
import { dashboard } from '@foldmart/dashboard';
import fastify from 'fastify';

export async function serve(app: Runtime, port = 3000) {
  const server = fastify();
  await server.register(dashboard(app, { token: process.env['DASHBOARD_TOKEN'] }), {
    prefix: '/ops',
  });
  const address = await server.listen({ host: '127.0.0.1', port });
  return { server, address };
}
