import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { collect } from './argument-parsers.js';
import { ownFile } from './own-file.js';
import { maskValues } from './settings/mask-values.js';

/** The `foldmart` command without its commands: what it is, its global options, and the guide below its help. */
export function createRoot(description: string, guideText: string): Command {
  return new Command('foldmart')
    .description(description)
    .version(ownVersion(), '-V, --version', 'print the version')
    .addOption(
      new Option('-o, --output <format>', 'the format of results')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--app <path>', 'foldmart.config.ts, or the directory that has it (default: this one)')
    .option('--queue <type>', 'QUEUE_TYPE: memory, redis or kafka')
    .option('--cache <type>', 'CACHE_TYPE: memory or redis')
    .option('--db <type>', 'DB_TYPE: memory or postgres')
    .option('--set <NAME=value>', 'any setting; can be repeated', collect, [])
    .option(
      '--settings-file <path>',
      'a file of settings; the environment has precedence (default: .env)',
    )
    .addOption(renamedEnvFile())
    .addHelpText('after', guideText)
    .showHelpAfterError('(see foldmart --help)')
    .configureOutput({
      outputError: (message, write) => {
        write(maskValues(message));
      },
    })
    .exitOverride();
}

function ownVersion(): string {
  const manifest = readFileSync(ownFile('package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** Node 20 reads every `--env-file` of a command line itself, also behind the script, and ends if the file is missing. */
function renamedEnvFile(): Option {
  return new Option('--env-file <path>').hideHelp().argParser(() => {
    throw new InvalidArgumentError('write --settings-file: node takes --env-file for itself');
  });
}
