import { settingDefinitions, type SettingTexts } from '@foldmart/composition';
import {
  createShop,
  loadShopSettings,
  type ShopSettings,
  type ShopRuntime,
} from '@foldmart/composition/shop';
import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import { processOutput, type Output, type OutputFormat } from './output.js';
import { reportError } from './report-error.js';
import { abortOnSignals } from './signals.js';
import { UsageError } from './usage-error.js';

export interface CommandContext {
  readonly settings: ShopSettings;
  readonly system: ShopRuntime;
  readonly output: Output;
  /** Aborts on Ctrl+C and SIGTERM. */
  readonly signal: AbortSignal;
}

/** The options that every command accepts. */
export interface GlobalOptions {
  readonly output: OutputFormat;
  readonly queue?: string;
  readonly cache?: string;
  readonly db?: string;
  readonly set: readonly string[];
  readonly envFile?: string;
}

/**
 * Runs one command: loads the settings, opens the system, does the work, and always closes the
 * system. Sets the exit code. `imply` returns the settings that the command needs in addition to
 * the chosen ones.
 */
export async function runCommand(
  command: Command,
  work: (context: CommandContext) => Promise<ExitCode>,
  imply: (settings: ShopSettings) => SettingTexts = () => ({}),
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const output = processOutput(options.output);
  try {
    process.exitCode = await withSystem(options, output, work, imply);
  } catch (error) {
    const { lines, exitCode } = reportError(error);
    for (const line of lines) output.error(line);
    process.exitCode = exitCode;
  }
}

async function withSystem(
  options: GlobalOptions,
  output: Output,
  work: (context: CommandContext) => Promise<ExitCode>,
  imply: (settings: ShopSettings) => SettingTexts,
): Promise<ExitCode> {
  const settings = load(options, imply(load(options)));
  const system = await createShop(settings);
  const signals = abortOnSignals(output);
  try {
    return await work({ settings, system, output, signal: signals.signal });
  } finally {
    await system.close();
    signals.stop();
  }
}

function load(options: GlobalOptions, implied: SettingTexts = {}): ShopSettings {
  return loadShopSettings({
    overrides: { ...overrides(options), ...implied },
    ...(options.envFile === undefined ? {} : { envFile: options.envFile }),
  });
}

function overrides({ queue, cache, db, set }: GlobalOptions): SettingTexts {
  return {
    ...Object.fromEntries(set.map(assignment)),
    ...(queue === undefined ? {} : { QUEUE_TYPE: queue }),
    ...(cache === undefined ? {} : { CACHE_TYPE: cache }),
    ...(db === undefined ? {} : { DB_TYPE: db }),
  };
}

function assignment(text: string): readonly [string, string] {
  const [name = '', ...rest] = text.split('=');
  if (!Object.hasOwn(settingDefinitions, name) || rest.length === 0) {
    throw new UsageError(
      `--set ${text}: write NAME=value with the name of a setting (foldmart settings lists them)`,
    );
  }
  return [name, rest.join('=')];
}
