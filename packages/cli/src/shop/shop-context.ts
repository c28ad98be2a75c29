import type { ShopValues } from '@foldmart/composition/shop';
import { shopConfig } from '@foldmart/composition/shop/config';
import { commandRunner, type CommandContext } from '../command-context.js';

/** What the shop's commands work with. */
export type ShopContext = CommandContext<ShopValues>;

/** Runs a command on the shop. */
export const runShopCommand = commandRunner(shopConfig);
