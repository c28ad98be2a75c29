import { createShopCache } from '@foldmart/core/shop';
import type { CommandContext } from '../command-context.js';
import type { ReplTools } from '../repl/repl-tool.js';

/** What the REPL has for the shop. */
export function shopReplTools({ system }: CommandContext): ReplTools {
  return {
    cache: {
      value: createShopCache(system.cache()),
      about: 'the cache: await cache.getRandomUser(), getRandomProduct(), hitRate()',
    },
  };
}
