import type { Command } from 'commander';
import { createRoot } from '../root-command.js';
import { shopGuide } from './shop-help.js';

const description = 'An event-sourced shop on Kafka, Redis and Postgres, or entirely in memory.';

/** The `foldmart` command for the shop, without its commands. */
export function createShopRoot(): Command {
  return createRoot(description, shopGuide);
}
