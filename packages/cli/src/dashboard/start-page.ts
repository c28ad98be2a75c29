import { isOneProcess, type Settings } from '@foldmart/composition';
import type { DashboardOptions, RunningDashboard } from '@foldmart/dashboard';
import type { CommandContext } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import { UsageError } from '../usage-error.js';
import { openBrowser } from './open-browser.js';

/** How the live page is served. */
export interface PageOptions {
  /** Instead of DASHBOARD_PORT. */
  readonly port?: number;
  /** Whether to open it in a browser. */
  readonly open?: boolean;
}

/** Serves the live page of an application, and says where. */
export async function startPage(
  { system, settings, output }: CommandContext,
  help: Pick<DomainHelp, 'panels'>,
  { port, open = false }: PageOptions = {},
): Promise<RunningDashboard> {
  const { DASHBOARD_HOST: host, DASHBOARD_PORT } = settings.values;
  const { serveDashboard } = await import('@foldmart/dashboard');
  const wanted = port ?? DASHBOARD_PORT;
  const page = await serveDashboard(
    system,
    { host, port: wanted },
    { ...optionsOf(settings), panels: (await help.panels?.(system)) ?? [] },
  ).catch((error: unknown) => {
    throw cannotListen(error, host);
  });
  const taken = page.hasWantedPort ? '' : ` (port ${String(wanted)} is taken)`;
  output.progress(`live page at ${page.url}${taken}`);
  if (!isLoopback(host)) output.progress(openToAll(host));
  if (open) openBrowser(page.url, (why) => output.progress(`no browser could be opened: ${why}`));
  return page;
}

function optionsOf({ values }: Settings): DashboardOptions {
  const { DASHBOARD_TOKEN: token, DASHBOARD_ALLOWED_HOSTS: allowed } = values;
  return {
    ...(token === undefined ? {} : { token }),
    ...(allowed === undefined ? {} : { allowedHosts: allowed.split(',') }),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function openToAll(host: string): string {
  return `everyone who can reach ${host} can read all events: put a proxy with a login before it`;
}

/** Serves the page beside the work of this process, if it is switched on and no other process could show it. */
export async function withPage<Result>(
  context: CommandContext,
  help: Pick<DomainHelp, 'panels'>,
  { open = false, dashboard = true }: PageOptions & { readonly dashboard?: boolean },
  work: () => Promise<Result>,
): Promise<Result> {
  const { settings } = context;
  const isServed = dashboard && settings.values.DASHBOARD && isOneProcess(settings);
  if (!isServed && open) throw new UsageError(whyNoPage);
  if (!isServed) return work();
  const page = await startPage(context, help, { open });
  try {
    return await work();
  } finally {
    await page.close();
  }
}

const whyNoPage =
  'foldmart start serves the live page only if everything is in memory: run foldmart dashboard --open beside it';

function cannotListen(error: unknown, host: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return new UsageError(
    `the live page cannot listen on ${host} (${error.message}): set DASHBOARD_HOST to an address of this machine, or DASHBOARD=false`,
  );
}
