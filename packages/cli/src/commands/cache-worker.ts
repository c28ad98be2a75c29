import { keepCacheFresh, refreshCacheOnce } from '@foldmart/composition';
import type { CacheRefresh } from '@foldmart/core';
import type { Command } from 'commander';
import { runCommand, type CommandContext } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { refreshedLine } from '../progress-lines.js';
import { requireCache, requireDatabase } from '../requirements.js';

/** `foldmart cache-worker`: keeps users and products of the store in the cache. */
export function addCacheWorkerCommand(program: Command): void {
  program
    .command('cache-worker')
    .description('refresh the cache from the store every CACHE_REFRESH_INTERVAL seconds')
    .option('--once', 'refresh once and end')
    .addHelpText('after', '\nWith -o json, prints one JSON object per line for each refresh.')
    .action(async (options: { readonly once?: boolean }, command: Command) => {
      await runCommand(command, (context) => work(context, options.once === true));
    });
}

async function work(
  { settings, system, output, signal }: CommandContext,
  once: boolean,
): Promise<ExitCode> {
  requireDatabase('cache-worker', settings);
  requireCache('cache-worker', settings);
  const show = (refresh: CacheRefresh, number: number): void => {
    const { kinds, durationMs } = refresh;
    output.result({ number, ...kinds, durationMs }, () => refreshedLine(refresh, number));
  };
  if (!once) {
    // A running worker retries failures. A failure at the start ends the command at once.
    await system.cache().size('users');
    await keepCacheFresh(system, { signal, onRefresh: show });
    return exitCodes.done;
  }
  const refresh = await refreshCacheOnce(system);
  show(refresh, 1);
  const isEmpty = Object.values(refresh.kinds).some(({ outcome }) => outcome === 'empty');
  if (isEmpty) output.error('there are no users or no products to cache: foldmart seed makes some');
  return isEmpty ? exitCodes.notRight : exitCodes.done;
}
