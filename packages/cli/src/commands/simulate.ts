import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AppConfig } from '@foldmart/composition';
import { domainWorld, isWorld, simulateWorlds, strategies, type World } from '@foldmart/simulator';
import { Option, type Command } from 'commander';
import { positiveNumber, wholeFrom, wholeNumber } from '../argument-parsers.js';
import { importDefault } from '../config/load-config.js';
import { exitCodes } from '../exit-codes.js';
import type { GlobalOptions } from '../global-options.js';
import { processOutput, type Output } from '../output.js';
import { reportError } from '../report-error.js';
import { abortOnSignals } from '../signals.js';
import { UsageError } from '../usage-error.js';

interface SimulateOptions {
  readonly world?: string;
  readonly seeds: number;
  readonly seed?: number;
  readonly tape?: string;
  readonly verbose?: boolean;
  readonly strategy?: (typeof strategies)[number];
  readonly depth?: number;
  readonly faults?: number;
  readonly switches?: number;
  readonly schedules?: number;
  readonly repeat?: boolean;
  readonly seconds: number;
  readonly shrink: number;
  readonly save?: string;
  readonly page?: string;
}

const worldFiles = ['ts', 'mts', 'js', 'mjs'].map((ending) => `foldmart.simulation.${ending}`);

/** `foldmart simulate`: runs the domain under faults that a seed decides, and shortens what fails. */
export function addSimulateCommand(program: Command, config: AppConfig, directory: string): void {
  program
    .command('simulate')
    .description(
      'run the domain in memory under crashes, lost answers and partitions, seed by seed',
    )
    .option(
      '--world <file>',
      `a module with a world as its default export (default: ${String(worldFiles[0])})`,
    )
    .option('--seeds <n>', 'how many seeds to try', positiveNumber, 100)
    .option('--seed <n>', 'try this seed alone', wholeNumber)
    .option('--tape <file>', 'repeat the tape of a failure, step by step')
    .option('--verbose', 'with --tape: show every call')
    .addOption(new Option('--strategy <name>', 'how steps are ordered').choices(strategies))
    .option('--depth <n>', 'exhaustive: how many decisions to take in every way', wholeNumber)
    .option('--faults <n>', 'exhaustive: faults in one run (default: 1)', wholeNumber)
    .option(
      '--switches <n>',
      'exhaustive: steps that overtake an older one (default: 2)',
      wholeNumber,
    )
    .option('--schedules <n>', 'exhaustive: how many runs (default: 10000)', positiveNumber)
    .option('--repeat', 'run every seed twice and compare')
    .option('--seconds <n>', 'virtual seconds of work and faults', wholeFrom(1, 86_400), 20)
    .option('--shrink <n>', 'runs to shorten a failure', wholeFrom(0, 100_000), 100)
    .option('--save <file>', 'where to keep the tape of a failure')
    .option('--page <file>', 'write the failed or last run as an HTML page')
    .addHelpText(
      'after',
      `
No service is used, whatever the settings say. Without a world, commands and their inputs are found by trying,
and only what holds for every domain is checked. Exit code 1 if something does not hold.`,
    )
    .action(async (options: SimulateOptions, command: Command) => {
      const output = processOutput(command.optsWithGlobals<GlobalOptions>().output);
      try {
        const world = await openWorld(options, config, directory);
        process.exitCode = await simulate(world, options, output);
      } catch (error) {
        const { lines, exitCode } = reportError(error instanceof RangeError ? usage(error) : error);
        for (const line of lines) output.error(line);
        process.exitCode = exitCode;
      }
    });
}

async function openWorld(
  { world: chosen }: SimulateOptions,
  config: AppConfig,
  directory: string,
): Promise<World> {
  const path =
    chosen === undefined
      ? worldFiles.map((name) => join(directory, name)).find((file) => existsSync(file))
      : resolve(chosen);
  if (path === undefined) return domainWorld({ config });
  const world = await importDefault(path);
  if (isWorld(world)) return world;
  throw new UsageError(
    `${path}: its default export is no world: write export default domainWorld({ config })`,
  );
}

async function simulate(world: World, options: SimulateOptions, output: Output): Promise<number> {
  const {
    seed,
    seeds,
    seconds,
    shrink,
    verbose,
    repeat,
    depth,
    faults,
    switches,
    schedules,
    ...files
  } = options;
  const signals = abortOnSignals(output);
  try {
    const report = await simulateWorlds(
      [world],
      {
        ...files,
        ...(seed === undefined ? { seeds } : { seeds: 1, firstSeed: seed }),
        bounds: {
          ...(depth !== undefined && { depth }),
          ...(faults !== undefined && { faults }),
          ...(switches !== undefined && { switches }),
          ...(schedules !== undefined && { schedules }),
        },
        workMs: seconds * 1_000,
        shrinkRuns: shrink,
        isVerbose: verbose === true,
        checksRepeat: repeat === true,
        signal: signals.signal,
      },
      { progress: (line) => output.progress(line) },
    );
    output.result(report.data, () => report.text);
    return report.holds ? exitCodes.done : exitCodes.notRight;
  } finally {
    signals.stop();
  }
}

/** A file that cannot be read, or a tape that is none, is a mistake of the command line. */
function usage(error: RangeError): UsageError {
  return new UsageError(error.message, { cause: error });
}
