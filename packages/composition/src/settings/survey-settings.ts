import { definitionsOf, type SettingSources } from './load-settings.js';
import { readEnvFile, type EnvFile } from './env-file.js';
import { maskCredentials } from './mask-credentials.js';
import type { SettingDefinitions, SettingTexts } from './read-values.js';
import type { Setting } from './setting.js';
import { similarName } from './similar-name.js';

/** Where the text of a setting comes from. */
export type SettingOrigin = 'option' | 'environment' | 'file' | 'default' | 'unset';

/** The text that a setting has, and where it comes from. */
export interface EffectiveSetting {
  readonly name: string;
  /** `[secret]` for secrets; null if the setting has no text. */
  readonly value: string | null;
  readonly origin: SettingOrigin;
}

/** The texts of all settings, which may be invalid, and what is probably a mistake. */
export interface SettingsSurvey {
  readonly settings: readonly EffectiveSetting[];
  /** Names that are similar to a setting, and broken lines. Never contains a value. */
  readonly warnings: readonly string[];
}

/**
 * Surveys the sources of settings without checking values. Throws SettingsError only if the file cannot be read.
 */
export function surveySettings(
  sources: SettingSources = {},
  own: SettingDefinitions = {},
): SettingsSurvey {
  const { overrides = {}, environment = process.env, envFile = '.env' } = sources;
  const definitions: SettingDefinitions = definitionsOf(sources, own);
  const file = readEnvFile(envFile);
  const given = { option: overrides, environment, file: file.texts };
  const names = Object.keys(definitions);
  return {
    settings: names.map((name) => effective(name, definitions[name], given)),
    warnings: [...namesOf(environment, names), ...faultsOf(String(envFile), file, names)],
  };
}

function effective(
  name: string,
  setting: Setting<unknown> | undefined,
  given: Readonly<Record<'option' | 'environment' | 'file', SettingTexts>>,
): EffectiveSetting {
  const origins = ['option', 'environment', 'file'] as const;
  const origin = origins.find((each) => (given[each][name] ?? '').trim() !== '');
  const text = origin === undefined ? setting?.default : given[origin][name]?.trim();
  if (text === undefined) return { name, value: null, origin: 'unset' };
  const value = setting?.isSecret === true ? '[secret]' : maskCredentials(text);
  return { name, value, origin: origin ?? 'default' };
}

/** Other programs have settings in the environment too, so only a similar name is a mistake. */
function namesOf(environment: SettingTexts, names: readonly string[]): readonly string[] {
  return Object.keys(environment).flatMap((name) => {
    const meant = names.includes(name) ? undefined : similarName(name, names);
    return meant === undefined ? [] : [unknown('the environment', name, meant)];
  });
}

function faultsOf(path: string, { texts, brokenLines }: EnvFile, names: readonly string[]) {
  const prefixes = new Set(names.map(prefixOf));
  const unknownNames = Object.keys(texts).filter((name) => !names.includes(name));
  return [
    ...brokenLines.map(({ line, problem }) => `${path}, line ${String(line)}: ${problem}`),
    ...unknownNames.flatMap((name) => {
      const meant = similarName(name, names);
      const isOurs = meant !== undefined || prefixes.has(prefixOf(name));
      return isOurs ? [unknown(path, name, meant)] : [];
    }),
  ];
}

function prefixOf(name: string): string {
  return name.split('_', 1)[0] ?? name;
}

function unknown(place: string, name: string, meant: string | undefined): string {
  const question = meant === undefined ? '' : `: did you mean ${meant}?`;
  return `${place}: ${name} is not a setting${question}`;
}
