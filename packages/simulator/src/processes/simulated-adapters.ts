import type { MemoryModule } from '@foldmart/adapters-memory';
import type { Adapters, SettingTexts } from '@foldmart/composition';
import type { Connection } from './connection.js';

/** The name of the simulated services in settings. */
const simulated = 'simulated';

/** Settings under which an application uses the simulated services. */
export const simulatedSettings: SettingTexts = {
  QUEUE_TYPE: simulated,
  CACHE_TYPE: simulated,
  DB_TYPE: simulated,
};

/** Adapters of this name are allowed in settings. Each process plugs in its own. */
export const simulatedNames = {
  queues: { simulated: () => Promise.reject(new Error('Each process has its own.')) },
  caches: { simulated: () => Promise.reject(new Error('Each process has its own.')) },
  databases: { simulated: () => Promise.reject(new Error('Each process has its own.')) },
};

/** Puts an application on the connections of its process. Commits are small, so that there are many. */
export function simulatedAdapters(connection: Connection): Adapters {
  return {
    queues: {
      [simulated]: async () => ({
        open: ({ values }) =>
          connection.bus({
            sessionTimeoutMs: values.CONSUMER_SESSION_TIMEOUT,
            heartbeatIntervalMs: values.CONSUMER_HEARTBEAT_INTERVAL,
            maxBatchMessages: values.CONSUMER_BATCH_SIZE,
          }),
      }),
    },
    caches: { [simulated]: async () => ({ open: () => connection.cache() }) },
    databases: {
      [simulated]: async () => ({
        isInProcess: false,
        open: (_settings, _dependencies, { projections, cachedKinds, modules }) =>
          connection.database({
            projections,
            cachedKinds,
            modules: modules as readonly MemoryModule<unknown>[],
          }),
      }),
    },
  };
}
