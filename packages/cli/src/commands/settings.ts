import { settingDefinitions, type Setting, type SettingDefinitions } from '@foldmart/composition';
import type { Command } from 'commander';
import { processOutput, type OutputFormat } from '../output.js';

/** `foldmart settings`: lists the settings of the library and of the domain, their valid values and defaults. */
export function addSettingsCommand(program: Command, own: SettingDefinitions = {}): void {
  program
    .command('settings')
    .description('list every setting with its valid values and its default')
    .action((_options: unknown, command: Command) => {
      const { output: format } = command.optsWithGlobals<{ readonly output: OutputFormat }>();
      const settings = Object.entries({ ...settingDefinitions, ...own }).map(([name, setting]) => ({
        name,
        ...described(setting),
      }));
      processOutput(format).result(settings, () => settings.map(paragraph).join('\n'));
    });
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
