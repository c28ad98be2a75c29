import { contend } from '../measure/child.js';
import { insertOneByOne, measurePlainInserts } from './plain-inserts.js';
import type { WriteConfig } from './write-config.js';

// Direct writes without batches: one INSERT for each order.
await contend((config: WriteConfig) => measurePlainInserts(config, insertOneByOne));
