import {
  loadConfiguredSettings,
  settingDefinitions,
  surveySettings,
  type AppConfig,
  type EffectiveSetting,
  type Setting,
} from '@foldmart/composition';
import type { Command } from 'commander';
import type { GlobalOptions } from '../global-options.js';
import { plainTable, processOutput } from '../output.js';
import { chosenSources } from '../settings/chosen-sources.js';

type SettingsConfig = Pick<AppConfig, 'settings' | 'adapters'>;

/** `foldmart settings`: lists the settings of the library and of the domain, or those in effect. */
export function addSettingsCommand(program: Command, config: SettingsConfig): void {
  program
    .command('settings')
    .description('list every setting with its valid values and its default')
    .option('--effective', 'list the value of every setting, and where it comes from')
    .addHelpText(
      'after',
      '\nSecrets are never shown. With --effective, exit code 2 if a value is wrong.',
    )
    .action((options: { readonly effective?: boolean }, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      if (options.effective === true) showEffective(config, global);
      else showDefinitions(config, global);
    });
}

function showDefinitions(config: SettingsConfig, { output: format }: GlobalOptions): void {
  const settings = Object.entries(definitionsOf(config)).map(([name, setting]) => ({
    name,
    ...described(setting),
  }));
  processOutput(format).result(settings, () => settings.map(paragraph).join('\n'));
}

/** Shows the values before it checks them, so that a wrong one can be found. */
function showEffective(config: SettingsConfig, options: GlobalOptions): void {
  const output = processOutput(options.output);
  const sources = chosenSources(options, Object.keys(definitionsOf(config)));
  const { settings, warnings } = surveySettings(sources, config.settings);
  output.result({ settings, warnings }, () =>
    plainTable(['SETTING', 'VALUE', 'FROM'], settings.map(row)),
  );
  for (const warning of warnings) output.progress(`warning: ${warning}`);
  loadConfiguredSettings(config, sources);
}

function row({ name, value, origin }: EffectiveSetting) {
  return [name, value, origin] as const;
}

function definitionsOf({ settings }: SettingsConfig): Readonly<Record<string, Setting<unknown>>> {
  return { ...settingDefinitions, ...settings };
}

interface Described {
  readonly default: string | null;
  readonly expected: string;
  readonly about: string;
}

function described(setting: Setting<unknown>): Described {
  return { default: setting.default ?? null, expected: setting.expected, about: setting.about };
}

function paragraph(setting: Described & { readonly name: string }): string {
  const standard = setting.default ?? 'unset';
  return `${setting.name}\n    ${setting.about}\n    ${setting.expected}; default: ${standard}`;
}
