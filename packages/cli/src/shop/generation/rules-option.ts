import type { SettingTexts } from '@foldmart/composition';
import { Option } from 'commander';

export interface RulesOptions {
  readonly rules?: string;
}

/** `--rules <file>`, which stands for the setting `GENERATOR_RULES`. */
export function rulesOption(
  about = 'a file with rules of generated data, as foldmart rules prints them',
): Option {
  return new Option('--rules <file>', about);
}

/** The settings that the option stands for. */
export function rulesSettings({ rules }: RulesOptions): SettingTexts {
  return rules === undefined ? {} : { GENERATOR_RULES: rules };
}
