import { seedShop } from '@foldmart/composition/shop';
import type { SeedReport } from '@foldmart/core/shop';
import type { Command } from 'commander';
import { wholeFrom } from '../../argument-parsers.js';
import { rulesOption, rulesSettings, type RulesOptions } from '../generation/rules-option.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { plainTable } from '../../output.js';
import { seedingLine } from '../shop-lines.js';
import { requireDatabase } from '../../requirements.js';

const rows = wholeFrom(0, 10_000_000);

interface SeedCommandOptions extends RulesOptions {
  readonly users?: number;
  readonly products?: number;
  readonly seed?: string;
}

/** `foldmart seed`: writes the catalogue directly to the store. */
export function addSeedCommand(program: Command): void {
  program
    .command('seed')
    .description('fill the store with users and products, once: running it again adds nothing')
    .option('--users <n>', 'how many users (default: 10000)', rows)
    .option('--products <n>', 'how many products (default: 20000)', rows)
    .option('--seed <text>', 'selects the catalogue: the same text gives the same one')
    .addOption(rulesOption())
    .action(async (options: SeedCommandOptions, command: Command) => {
      await runShopCommand(
        command,
        (context) => seed(context, options),
        () => rulesSettings(options),
      );
    });
}

async function seed(context: ShopContext, options: SeedCommandOptions): Promise<ExitCode> {
  const { settings, system, signal, output } = context;
  const { users, products, seed: text } = options;
  requireDatabase('seed', settings);
  const report = await seedShop(system, {
    ...(users !== undefined && { users }),
    ...(products !== undefined && { products }),
    ...(text !== undefined && { seed: text }),
    signal,
    onProgress: (progress) => {
      output.progress(seedingLine(progress));
    },
  });
  output.result(report, () => describe(report));
  return report.isComplete ? exitCodes.done : exitCodes.notRight;
}

function describe({ users, products }: SeedReport): string {
  return plainTable(
    ['', 'added', 'already present', 'conflicts', 'refused'],
    Object.entries({ users, products }).map(([kind, counts]) => [
      kind,
      counts.appended,
      counts.duplicates,
      counts.conflicts,
      counts.refused,
    ]),
  );
}
