import type { Command } from 'commander';
import { createLazyProgram } from '../lazy-program.js';
import { createRoot } from '../root-command.js';
import { shopCommands } from './shop-commands.js';
import { shopGuide } from './shop-help.js';

const description = 'An event-sourced shop on Kafka, Redis and Postgres, or entirely in memory.';

/** The `foldmart` command for the shop. It loads the modules of a command only to run it. */
export function createShopProgram(args: readonly string[]): Command {
  return createLazyProgram(createShopRoot, shopCommands, args);
}

/** The command without its commands. */
export function createShopRoot(): Command {
  return createRoot(description, shopGuide);
}
