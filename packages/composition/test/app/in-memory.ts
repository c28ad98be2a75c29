import type { SettingTexts } from '@foldmart/composition';

/** Everything in this process, whatever the environment says. */
export const inMemory: SettingTexts = {
  QUEUE_TYPE: 'memory',
  CACHE_TYPE: 'memory',
  DB_TYPE: 'memory',
  LOG_LEVEL: 'silent',
};
