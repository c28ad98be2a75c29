import { settingDefinitions } from './definitions.js';
import type { Setting, SettingValue } from './setting.js';
import { SettingsError, type SettingIssue } from './settings-error.js';

/**
 * Texts by the name of their setting. Unknown names are ignored, and empty texts count as unset.
 */
export type SettingTexts = Readonly<Record<string, string | undefined>>;

/** Settings by their names in the environment. */
export type SettingDefinitions = Readonly<Record<string, Setting<unknown>>>;

/** The values of some settings. */
export type ValuesOf<Definitions> = {
  readonly [Name in keyof Definitions]: SettingValue<Definitions[Name]>;
};

/** The values of the library's settings. */
export type SettingValues = ValuesOf<typeof settingDefinitions>;

/**
 * Reads every setting from the first source that contains it.
 *
 * @throws SettingsError with every invalid setting.
 */
export function readValues<Definitions extends SettingDefinitions>(
  definitions: Definitions,
  sources: readonly SettingTexts[],
): ValuesOf<Definitions> {
  const issues: SettingIssue[] = [];
  const values = Object.entries(definitions).map(([name, setting]) => {
    const given = firstGiven(sources, name);
    return [name, readValue(name, setting, given, issues)] as const;
  });
  if (issues.length > 0) throw new SettingsError(issues);
  return Object.fromEntries(values) as ValuesOf<Definitions>;
}

function firstGiven(sources: readonly SettingTexts[], name: string): string | undefined {
  const found = sources.find((source) => (source[name] ?? '').trim() !== '');
  return found?.[name]?.trim();
}

function readValue(
  name: string,
  setting: Setting<unknown>,
  given: string | undefined,
  issues: SettingIssue[],
): unknown {
  const source = given ?? setting.default;
  if (source === undefined) return undefined;
  const result = setting.schema.safeParse(source);
  if (result.success) return result.data;
  issues.push({
    name,
    ...(setting.isSecret ? {} : { value: source }),
    problem: `it may be ${setting.expected}`,
  });
  return undefined;
}
