import { keepCacheFresh, refreshCacheOnce } from '@foldmart/composition';
import type { CacheRefresh } from '@foldmart/core';
import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { refreshedLine } from '../progress-lines.js';
import { requireCache, requireDatabase } from '../requirements.js';
import { UsageError } from '../usage-error.js';

/** `foldmart cache-worker`: keeps entities of the store in the cache. */
export function addCacheWorkerCommand(program: Command, run: RunCommand, help: DomainHelp): void {
  program
    .command('cache-worker')
    .description('refresh the cache from the store every CACHE_REFRESH_INTERVAL seconds')
    .option('--once', 'refresh once and end')
    .addHelpText('after', '\nWith -o json, prints one JSON object per line for each refresh.')
    .action(async (options: { readonly once?: boolean }, command: Command) => {
      await run(command, (context) => work(context, options.once === true, help));
    });
}

async function work(
  { settings, system, output, signal }: CommandContext,
  once: boolean,
  { onEmptyCache }: DomainHelp,
): Promise<ExitCode> {
  requireDatabase('cache-worker', settings);
  requireCache('cache-worker', settings);
  const kinds = system.domain.cached.map(({ kind }) => kind.name);
  if (kinds.length === 0) {
    throw new UsageError('foldmart cache-worker: the domain has no kinds of entities to cache');
  }
  const show = (refresh: CacheRefresh, number: number): void => {
    const { kinds, durationMs } = refresh;
    output.result({ number, ...kinds, durationMs }, () => refreshedLine(refresh, number));
  };
  if (!once) {
    // A running worker retries failures. A failure at the start ends the command at once.
    await system.cache().size(kinds[0] ?? '');
    await keepCacheFresh(system, { signal, onRefresh: show });
    return exitCodes.done;
  }
  const refresh = await refreshCacheOnce(system);
  show(refresh, 1);
  const empty = Object.entries(refresh.kinds).filter(([, { outcome }]) => outcome === 'empty');
  if (empty.length === 0) return exitCodes.done;
  const advice = onEmptyCache === undefined ? '' : `: ${onEmptyCache}`;
  output.error(`there are no ${empty.map(([kind]) => kind).join(' or no ')} to cache${advice}`);
  return exitCodes.notRight;
}
