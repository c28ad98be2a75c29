export { settingDefinitions, type SettingName } from './definitions.js';
export { loadSettings, type AdapterNames, type SettingSources } from './load-settings.js';
export type { SettingDefinitions, SettingTexts, SettingValues, ValuesOf } from './read-values.js';
export { setting } from './setting-kinds.js';
export type { Setting } from './setting.js';
export { isOneProcess, type QueueType, type Settings } from './settings.js';
export { SettingsError, type SettingIssue } from './settings-error.js';
export { similarName } from './similar-name.js';
export {
  surveySettings,
  type EffectiveSetting,
  type SettingOrigin,
  type SettingsSurvey,
} from './survey-settings.js';
