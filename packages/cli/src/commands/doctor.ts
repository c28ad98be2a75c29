import { coloursFor, examine, type Check } from '@foldmart/composition';
import type { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { singleLine } from '../output.js';

/** `foldmart doctor`: checks every configured service by a real round trip. */
export function addDoctorCommand(program: Command, run: RunCommand): void {
  program
    .command('doctor')
    .alias('test-connection')
    .description('check every connection by a round trip, and say how to fix failures')
    .addHelpText(
      'after',
      '\nExit code 0 if all checks pass, else 3. Nothing that a check makes is left afterwards.',
    )
    .action(async (_options: unknown, command: Command) => {
      await run(command, diagnose);
    });
}

async function diagnose({ system, output, signal }: CommandContext): Promise<ExitCode> {
  const checks = await examine(system, { signal });
  const isHealthy = checks.every((check) => check.isHealthy);
  output.result({ isHealthy, checks }, () => checks.map(checkLine).join('\n'));
  return isHealthy ? exitCodes.done : exitCodes.service;
}

function checkLine({ name, isHealthy, finding, remedy }: Check): string {
  const pc = coloursFor(process.stdout);
  const mark = isHealthy ? pc.green('ok  ') : pc.red('FAIL');
  const advice = remedy === undefined ? '' : ` (${remedy})`;
  return singleLine(`${name}: ${finding}${advice}`).replace(/^/, `${mark} `);
}
