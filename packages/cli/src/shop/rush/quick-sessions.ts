import { loadSettings, type SettingTexts } from '@foldmart/composition';
import type { ShopSettings } from '@foldmart/composition/shop';

const sessionSettings = ['CONSUMER_SESSION_TIMEOUT', 'CONSUMER_HEARTBEAT_INTERVAL'] as const;

/**
 * Short sessions for the processes of a rush, unless the settings choose some: the requests of a killed worker wait
 * until its session has expired, and nothing else happens in a rush meanwhile.
 */
export function quickSessions({ values }: Pick<ShopSettings, 'values'>): SettingTexts {
  const byDefault = loadSettings({ environment: {}, envFile: null }).values;
  const isChosen = sessionSettings.some((name) => values[name] !== byDefault[name]);
  return isChosen ? {} : { CONSUMER_SESSION_TIMEOUT: '6', CONSUMER_HEARTBEAT_INTERVAL: '2' };
}
