import type { SettingTexts } from '@foldmart/composition';

/** On a terminal, log lines would tear a live screen, which shows by itself that a service does not answer. */
export function liveSettings(isLive: boolean): SettingTexts {
  return isLive && process.stdout.isTTY && process.stderr.isTTY ? { LOG_LEVEL: 'silent' } : {};
}
