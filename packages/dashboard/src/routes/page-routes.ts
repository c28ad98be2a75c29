import { streamPrefixOf } from './stream-prefix.js';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import type { PageView } from '../views/page-view.js';

/** `GET api/page`: what the page is about; `GET api/actions`: the changes that were asked for on it. */
export function addPageRoutes(app: PageApp, context: PageContext): void {
  app.get('/api/page', () => pageView(context));
  app.get('/api/actions', () => context.actions.recent);
}

function pageView({ runtime, options }: PageContext): PageView {
  const { domain, settings, ask, projections } = runtime;
  const written = projections.flatMap(({ models }) => models);
  const derived = domain.derived.flatMap(({ models }) => models);
  return {
    domain: domain.name,
    queue: settings.queueType,
    cache: settings.cacheType,
    database: settings.databaseType,
    canChange: options.token !== undefined,
    hasSql: ask !== undefined,
    deciders: Object.entries(domain.deciders).map(([name, decider]) => ({
      name,
      streamPrefix: streamPrefixOf(name, decider),
    })),
    models: [...new Set([...written, ...derived].map(({ name }) => name))].sort(),
    topics: domain.topics.map(({ name }) => name),
    intervalMs: options.intervalMs,
  };
}
