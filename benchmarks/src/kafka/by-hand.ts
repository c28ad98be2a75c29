import { contend } from '../measure/child.js';
import { insertTogether, measurePlainInserts } from './plain-inserts.js';
import type { WriteConfig } from './write-config.js';

// Direct writes as they are written by hand: one INSERT of arrays for each call.
await contend((config: WriteConfig) => measurePlainInserts(config, insertTogether));
