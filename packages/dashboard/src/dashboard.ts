import type { Runtime } from '@foldmart/composition';
import { validateByZod, type ZodTypes } from '@foldmart/http/server';
import type { FastifyPluginAsync } from 'fastify';
import { ActionLog } from './actions/action-log.js';
import { Rebuilds } from './actions/rebuilds.js';
import { serveClient } from './assets/serve-client.js';
import { LiveStream } from './live/live-stream.js';
import { Sampler } from './observe/sampler.js';
import { SystemObserver } from './observe/system-observer.js';
import { dashboardOptionsSchema, type DashboardOptions } from './options.js';
import type { PageContext } from './page-context.js';
import { LetterChanges } from './letters/letter-changes.js';
import { addAskRoutes } from './routes/ask-routes.js';
import { addHistoryRoutes } from './routes/history-routes.js';
import { addLetterRoutes } from './routes/letter-routes.js';
import { addModelRoutes } from './routes/model-routes.js';
import { addOverviewRoutes } from './routes/overview-routes.js';
import { addPageRoutes } from './routes/page-routes.js';
import { addQueueRoutes } from './routes/queue-routes.js';
import { addRebuildRoutes } from './routes/rebuild-routes.js';
import { addStreamRoutes } from './routes/stream-routes.js';
import { answerProblems, answerUnknown } from './routes/answer-problems.js';
import { addPageHeaders } from './security/page-headers.js';
import { requireKnownHost } from './security/require-known-host.js';

const keptMessages = 120;
const mostUnreadBytes = 1_048_576;

/**
 * The live page of an application, as a plugin for fastify 5. Mount it under any prefix. It reads from the application
 * from the server's start until its close, and does not close the application.
 *
 * @throws ZodError if the options are invalid.
 * @example
 * await server.register(dashboard(app, { token: process.env.DASHBOARD_TOKEN }), { prefix: '/foldmart' });
 */
export function dashboard(app: Runtime, options: DashboardOptions = {}): FastifyPluginAsync {
  const context = createContext(app, options);
  const { sampler, stream } = context;
  const rebuilds = new Rebuilds(app, context);
  const letters = new LetterChanges(app, context);
  return async (server) => {
    const page = server.withTypeProvider<ZodTypes>();
    page.setValidatorCompiler(validateByZod);
    addPageHeaders(server);
    server.addHook('onRequest', requireKnownHost(context.options.allowedHosts));
    answerProblems(page, app.logger);
    if (server.prefix !== '') answerUnknown(server);
    server.addHook('onReady', async () => sampler.start());
    server.addHook('preClose', async () => {
      stream.close();
      await Promise.all([sampler.stop(), rebuilds.stop(), letters.stop()]);
    });
    serveClient(server);
    addPageRoutes(page, context);
    addOverviewRoutes(page, context);
    addStreamRoutes(page, context);
    addModelRoutes(page, context);
    addHistoryRoutes(page, context);
    addRebuildRoutes(page, context, rebuilds);
    addLetterRoutes(page, context, letters);
    addQueueRoutes(page, context);
    addAskRoutes(page, context);
  };
}

function createContext(runtime: Runtime, given: DashboardOptions): PageContext {
  const options = dashboardOptionsSchema.parse(given);
  const { panels, intervalMs, mostClients } = options;
  const epoch = runtime.ids.next().slice(-8);
  const stream = new LiveStream({ epoch, keptMessages, mostClients, mostUnreadBytes });
  const observer = new SystemObserver(runtime, panels);
  const sampler = new Sampler(runtime, { observer, stream, intervalMs });
  return { runtime, options, stream, sampler, actions: new ActionLog(runtime, stream) };
}
