import { builtInScenarios, type Scenario } from '@foldmart/generator';
import type { Command } from 'commander';
import { exitCodes } from '../../exit-codes.js';
import { plainTable } from '../../output.js';
import { chooseScenario } from '../generation/scenario-choice.js';
import { runShopCommand } from '../shop-context.js';

/** `foldmart scenario [name]`: lists the scenarios, or prints one to be edited. */
export function addScenarioCommand(program: Command): void {
  program
    .command('scenario')
    .argument('[name]', 'a built-in scenario, or a file to check')
    .description('list the scenarios of foldmart produce, or print one to be edited')
    .addHelpText(
      'after',
      `
  foldmart scenario dirty > mine.json
  foldmart produce --scenario mine.json --seed demo --sample 5`,
    )
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      await runShopCommand(command, async ({ output }) => {
        if (name === undefined) {
          const all = [...builtInScenarios.values()];
          output.result(all, () => describeAll(all));
        } else {
          const scenario = await chooseScenario(name);
          output.result(scenario, () => JSON.stringify(scenario, undefined, 2));
        }
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
