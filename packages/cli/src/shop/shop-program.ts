import type { Command } from 'commander';
import { createLazyProgram } from '../lazy-program.js';
import { shopCommands } from './shop-commands.js';
import { createShopRoot } from './shop-root.js';

/** The `foldmart` command for the shop. It loads the modules of a command only to run it. */
export function createShopProgram(args: readonly string[]): Command {
  return createLazyProgram(createShopRoot, shopCommands, args);
}
