import { builtInScenarios, type Scenario } from '@foldmart/generator';
import type { Command } from 'commander';
import { exitCodes } from '../../exit-codes.js';
import { plainTable } from '../../output.js';
import { chooseScenario } from '../generation/scenario-choice.js';
import { runShopCommand } from '../shop-context.js';

/** `foldmart scenarios list|show`: what `foldmart produce --scenario` takes. */
export function addScenariosCommand(program: Command): void {
  const scenarios = program
    .command('scenarios')
    .description('list the scenarios of foldmart produce, and show one to be edited');
  scenarios
    .command('list')
    .description('list the built-in scenarios')
    .action(async (_options: unknown, command: Command) => {
      await runShopCommand(command, ({ output }) => {
        const all = [...builtInScenarios.values()];
        output.result(all, () => describeAll(all));
        return Promise.resolve(exitCodes.done);
      });
    });
  scenarios
    .command('show')
    .argument('<name>', 'a built-in scenario, or a file to check')
    .description('print a scenario as JSON with all its defaults')
    .addHelpText(
      'after',
      `
  foldmart scenarios show dirty > mine.json
  foldmart produce --scenario mine.json --seed demo --sample 5`,
    )
    .action(async (name: string, _options: unknown, command: Command) => {
      await runShopCommand(command, async ({ output }) => {
        const scenario = await chooseScenario(name);
        output.result(scenario, () => JSON.stringify(scenario, undefined, 2));
        return exitCodes.done;
      });
    });
}

function describeAll(scenarios: readonly Scenario[]): string {
  const rows = scenarios.map(({ name, stages, lifeCycle, about = '' }) => [
    name,
    stages.map((stage) => stage.name).join(', '),
    lifeCycle ? 'on' : 'off',
    about,
  ]);
  return plainTable(['scenario', 'stages', 'life cycle', 'what it is'], rows);
}
