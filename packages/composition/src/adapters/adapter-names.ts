import type { AdapterNames } from '../settings/load-settings.js';
import type { Adapters } from './adapter.js';

/** The names of plugged-in adapters, for the settings that choose among them. */
export function adapterNames({
  queues = {},
  caches = {},
  databases = {},
}: Adapters = {}): AdapterNames {
  return {
    queues: Object.keys(queues),
    caches: Object.keys(caches),
    databases: Object.keys(databases),
  };
}
