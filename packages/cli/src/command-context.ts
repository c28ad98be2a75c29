import {
  loadConfiguredSettings,
  openApp,
  settingDefinitions,
  surveySettings,
  type App,
  type AppConfig,
  type ConfiguredValues,
  type SettingDefinitions,
  type Settings,
  type SettingTexts,
  type SettingValues,
} from '@foldmart/composition';
import type { Deciders } from '@foldmart/core';
import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import type { GlobalOptions } from './global-options.js';
import { processOutput, type Output } from './output.js';
import { reportError } from './report-error.js';
import { chosenSources } from './settings/chosen-sources.js';
import { abortOnSignals } from './signals.js';
import { reopenAtHangUp, toldInLogFile } from './told-in-log-file.js';

export interface CommandContext<Values extends SettingValues = SettingValues> {
  readonly settings: Settings<Values>;
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- whatever deciders it has
  readonly system: App<Record<never, never>, Values>;
  readonly output: Output;
  /** Aborts on Ctrl+C and SIGTERM. */
  readonly signal: AbortSignal;
}

/**
 * Runs one command: loads the settings, opens the application, does the work, and always closes the application. Sets the
 * exit code. `imply` returns the settings that the command needs in addition to the chosen ones.
 */
export type RunCommand<Values extends SettingValues = SettingValues> = (
  command: Command,
  work: (context: CommandContext<Values>) => Promise<ExitCode>,
  imply?: (settings: Settings<Values>) => SettingTexts,
) => Promise<void>;

/** Makes the function that runs commands on the application of a configuration. */
export function commandRunner<Own extends Deciders, OwnSettings extends SettingDefinitions>(
  config: AppConfig<Own, OwnSettings>,
): RunCommand<ConfiguredValues<OwnSettings>> {
  return async (command, work, imply = () => ({})) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    const output = processOutput(options.output);
    const load = (implied: SettingTexts) => loadChosen(config, options, implied);
    try {
      warnOfMistakes(config, options, output);
      process.exitCode = await withApp(config, load(imply(load({}))), output, work);
    } catch (error) {
      const { lines, exitCode } = reportError(error);
      for (const line of lines) output.error(line);
      process.exitCode = exitCode;
    }
  };
}

async function withApp<Own extends Deciders, OwnSettings extends SettingDefinitions>(
  config: AppConfig<Own, OwnSettings>,
  settings: Settings<ConfiguredValues<OwnSettings>>,
  output: Output,
  work: (context: CommandContext<ConfiguredValues<OwnSettings>>) => Promise<ExitCode>,
): Promise<ExitCode> {
  const system = (await openApp(config, settings)) as unknown as CommandContext<
    ConfiguredValues<OwnSettings>
  >['system'];
  const told = toldInLogFile(output, system.logFile);
  const signals = abortOnSignals(told);
  const stopReopening = reopenAtHangUp(system.logFile);
  try {
    return await work({ settings, system, output: told, signal: signals.signal });
  } catch (error) {
    for (const line of reportError(error).lines) system.logFile?.told(line, 'error');
    throw error;
  } finally {
    await system.close();
    stopReopening();
    signals.stop();
  }
}

/** Warns of names and lines that are probably mistakes. They have no effect, and the defaults would apply silently. */
function warnOfMistakes<Own extends Deciders, OwnSettings extends SettingDefinitions>(
  config: AppConfig<Own, OwnSettings>,
  options: GlobalOptions,
  output: Output,
): void {
  const { warnings } = surveySettings(chosenSources(options, namesOf(config)), config.settings);
  for (const warning of warnings) output.progress(`warning: ${warning}`);
}

function namesOf({ settings }: { readonly settings?: SettingDefinitions }): readonly string[] {
  return Object.keys({ ...settingDefinitions, ...settings });
}

function loadChosen<Own extends Deciders, OwnSettings extends SettingDefinitions>(
  config: AppConfig<Own, OwnSettings>,
  options: GlobalOptions,
  implied: SettingTexts,
): Settings<ConfiguredValues<OwnSettings>> {
  const sources = chosenSources(options, namesOf(config), implied);
  return loadConfiguredSettings<OwnSettings>(config, sources);
}
