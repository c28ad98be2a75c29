import { generatorRules } from '@foldmart/composition/shop';
import { locales, writeRulesFile } from '@foldmart/generator';
import { Option, type Command } from 'commander';
import { exitCodes } from '../../exit-codes.js';
import { rulesOption, type RulesOptions, rulesSettings } from '../generation/rules-option.js';
import { runShopCommand } from '../shop-context.js';

interface RulesCommandOptions extends RulesOptions {
  readonly locale?: string;
}

/** `foldmart rules`: prints the rules of generated data. */
export function addRulesCommand(program: Command): void {
  program
    .command('rules')
    .description('print the rules of generated data, to be edited and used with --rules')
    .addOption(new Option('--locale <locale>', 'the language to start from').choices(locales))
    .addOption(rulesOption('check a file, and print it with all that it leaves out'))
    .addHelpText(
      'after',
      `
  foldmart rules --locale en > rules.json
  foldmart produce --rules rules.json --sample 3`,
    )
    .action(async (options: RulesCommandOptions, command: Command) => {
      const { locale } = options;
      await runShopCommand(
        command,
        ({ settings, output }) => {
          const file = generatorRules(settings);
          output.result({ locale: file.locale, ...file.rules }, () =>
            writeRulesFile(file).trimEnd(),
          );
          return Promise.resolve(exitCodes.done);
        },
        () => ({
          ...rulesSettings(options),
          ...(locale !== undefined && { GENERATOR_LOCALE: locale }),
        }),
      );
    });
}
