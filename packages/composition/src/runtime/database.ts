import type { Database } from '@foldmart/core';
import type { ShopPorts } from '@foldmart/core/shop';

/** A database with the ports of the shop's module. */
export interface ShopDatabase extends Database, ShopPorts {}
